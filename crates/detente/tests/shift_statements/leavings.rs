//! What spreadsheets, other programs and slips leave in tables: read where it is certain, told where it is not.

use super::reading::{collect, told};

fn found(table: &str) -> String {
    told(&collect(table.as_bytes(), 11))
}

/// The number of statements, and what is told, but for the question that these tables do not ask.
fn read(table: &str) -> (usize, String) {
    let collected = collect(table.as_bytes(), 11);
    let n = collected
        .corpus
        .as_ref()
        .map_or(0, detente::model::Corpus::len);
    let told = told(&collected);
    let lines = told.lines().filter(|line| !line.contains("W118"));
    (n, lines.map(|line| format!("{line}\n")).collect())
}

#[test]
fn a_quote_that_is_not_closed_is_found_where_the_next_one_opens() {
    let missing = found(
        "id,date,party,text\na,2025-01-01,valley,\"We drain, now.\nb,2025-01-02,valley,\"We drain, too.\"\nc,2025-01-03,vally,We drain.\n",
    );
    assert_eq!(
        missing,
        "statements.csv:3 error D059 [W] something other than a separator or the end of the line follows the quote that closes a cell\n\
         statements.csv:4 error D037 [vally] there is no party `vally`\n"
    );
    // All cells quoted, a cell in the middle, a space behind the quote, semicolons.
    for table in [
        "\"id\",\"date\",\"party\",\"text\"\n\"a\",\"2025-01-01\",\"valley\",\"We drain\n\"b\",\"2025-01-02\",\"valley\",\"x\"\n",
        "id,text,date,party\na,\"We drain,2025-01-01,valley\nb,\"x, y\",2025-01-02,valley\n",
        "id,date,party,text\na,2025-01-01,valley,\"We drain\" \n",
        "id;date;party;text\na;2025-01-01;valley;\"We drain\nb;2025-01-02;valley;\"x\"\n",
        "id,date,party,text\na,2025-01-01,valley,\"We say \"drain\" now\"\n",
    ] {
        assert!(found(table).contains("error D059"), "{table}");
    }
}

#[test]
fn rows_that_lie_inside_a_cell_are_told() {
    let table = "id,date,party,text\na,2025-01-01,valley,\"We drain\nb,2025-01-02,valley,We talk\nc,2025-01-03,valley,We talk\"\n";
    assert!(found(table).contains("2 error D059"), "{}", found(table));
    assert!(found(table).contains("2 lines that are rows of their own"));
    let address = "id,date,party,text\na,2025-01-01,valley,\"We drain\nTown, Hall, Street, 5\"\n";
    assert_eq!(read(address).0, 1);
}

#[test]
fn a_quote_inside_a_bare_cell_is_read_and_told_once() {
    let (n, told) = read(
        "id,date,party,text\na,2025-01-01,valley,a 5\" drain\nb,2025-01-02,valley, \"drain\"\nc,2025-01-02,valley,5\"\n",
    );
    assert_eq!(n, 3);
    assert_eq!(
        told.lines().filter(|line| line.contains("W136")).count(),
        1,
        "{told}"
    );
    assert!(
        told.contains("3 rows") && told.contains("lines 2, 3 and 4"),
        "{told}"
    );
}

#[test]
fn rows_of_empty_cells_are_left_out_and_told_once() {
    let (n, told) = read(
        "id,date,party,text\n,,,\na,2025-01-01,valley,drain\n\"\",\" \",,\n\nb,2025-01-02,valley,drain\n,,,\n",
    );
    assert_eq!(n, 2);
    assert_eq!(told.matches("W135").count(), 1, "{told}");
    assert!(
        told.contains("3 rows of empty cells are left out: lines 2, 4 and 7"),
        "{told}"
    );
    assert_eq!(
        read(";;;\nid;date;party;text\na;2025-01-01;valley;drain\n").0,
        1
    );
}

#[test]
fn empty_columns_without_a_name_are_nothing_and_filled_ones_are_told() {
    for table in [
        "id,date,party,text,\na,2025-01-01,valley,drain,\n",
        "id,date,party,text,,,\na,2025-01-01,valley,drain\n",
        "id,date,party,text\na,2025-01-01,valley,drain,,,\n",
        "id,,date,party,text\na,,2025-01-01,valley,drain\n",
    ] {
        assert_eq!(read(table), (1, String::new()), "{table}");
    }
    let cut = found("id,date,party,text,\na,2025-01-01,valley,We wait, and drain it.\n");
    assert_eq!(
        cut,
        "statements.csv:2 error D034 [ and drain it.] ` and drain it.` stands in a column without a name\n"
    );
    let row_names =
        read(",id,date,party,text\n1,a,2025-01-01,valley,drain\n2,b,2025-01-02,valley,drain\n");
    assert_eq!(row_names.0, 2);
    assert!(
        row_names.1.contains("W116") && row_names.1.contains("2 rows"),
        "{}",
        row_names.1
    );
    let long = found("id,date,party,text\na,2025-01-01,valley,We wait, and drain it.\n");
    assert!(
        long.contains("the row has 5 cells, and the first line names 4 columns"),
        "{long}"
    );
}

#[test]
fn the_first_line_tells_what_separates_cells() {
    for table in [
        "sep=;\nid;date;party;text\na;2025-01-01;valley;We drain, now\n",
        "id;date;party;text\r\na;2025-01-01;valley;We drain, now\r\n",
        "id\tdate\tparty\ttext\na\t2025-01-01\tvalley\tWe drain, now; then\n",
        "ID|Date|Party|Text\na|2025-01-01|valley|We drain, now\n",
        "\u{feff}\"id\";\"date\";\"party\";\"text\"\n\"a\";\"2025-01-01\";\"valley\";\"x;y\"\n",
        "id;date;party;text;\na;2025-01-01;valley;drain;\n",
    ] {
        assert_eq!(read(table), (1, String::new()), "{table}");
    }
}

#[test]
fn dates_with_one_reading_are_read_in_many_forms() {
    let dates = [
        "2025-01-10 00:00:00",
        "2025-01-10T17:00:00Z",
        "20250110",
        "10 January 2025",
        "\"January 10, 2025\"",
        "10-Jan-2025",
        "13/01/2025",
        "2025/1/10",
        "Q1 2025",
    ];
    let rows: String = dates
        .iter()
        .enumerate()
        .map(|(number, date)| format!("{number},{date},valley,drain {number}\n"))
        .collect();
    assert_eq!(
        read(&format!("id,date,party,text\n{rows}")),
        (dates.len(), String::new())
    );
}

#[test]
fn two_readings_of_a_date_are_one_error_for_the_column() {
    let open = found(
        "id,date,party,text\na,3/4/2025,valley,x\nb,5/6/2025,valley,y\nc,4/4/2025,valley,z\n",
    );
    assert_eq!(
        open,
        "statements.csv:2 error D060 [3/4/2025] `3/4/2025` has two readings, 2025-04-03 and 2025-03-04; the column has 2 such dates: lines 2 and 3\n"
    );
    let help = |table: &str| {
        let collected = collect(table.as_bytes(), 100);
        let errors = collected.found.iter().filter(|it| it.diagnostic.is_error());
        let helps: Vec<String> = errors.filter_map(|it| it.diagnostic.help.clone()).collect();
        assert_eq!(helps.len(), 1, "{}", told(&collected));
        helps.concat()
    };
    let day_first = help("date,party,text\n3/4/2025,valley,x\n24/4/2025,valley,y\n");
    assert!(
        day_first.contains("line 3 has `24/4/2025`, where the day comes first"),
        "{day_first}"
    );
    let month_first = help("date,party,text\n4/24/2025,valley,x\n3.4.2025,valley,y\n");
    assert!(
        month_first.contains("line 2 has `4/24/2025`, where the month comes first"),
        "{month_first}"
    );
    let both = help("date,party,text\n4/24/2025,valley,x\n3/4/2025,valley,y\n24/4/2025,valley,z\n");
    assert!(both.contains("the column does not decide"), "{both}");
}

#[test]
fn numbers_of_days_and_short_years_are_told_for_what_they_are() {
    let collected = collect(b"date,party,text\n45667,valley,x\n10/01/25,valley,y\n", 100);
    let helps: Vec<&str> = collected
        .found
        .iter()
        .filter_map(|it| it.diagnostic.help.as_deref())
        .collect();
    assert!(
        helps[0].contains("a spreadsheet's number of a day"),
        "{helps:?}"
    );
    assert!(told(&collected).contains("`10/01/25` has a year of two digits"));
}

#[test]
fn other_encodings_are_told_by_their_names() {
    let latin = b"id,date,party,text\na,2025-01-01,valley,We drain\nb,2025-01-02,valley,M\xfcller drains\nc,2025-01-03,valley,x\nd,2025-01-04,valley,\xdcber\n";
    let collected = collect(latin, 10);
    assert_eq!(
        told(&collected),
        "statements.csv:3 error D002 [b,2025-01-02,valley,M] 2 rows are not UTF-8 text: lines 3 and 5; it is probably windows-1252, in which `Müller` stands there\n"
    );
    assert!(collected.corpus.is_none());
    for (bytes, name) in [
        (&b"\xff\xfe\0\0d\0\0\0"[..], "UTF-32"),
        (b"PK\x03\x04\x14\0\0\0\x08\0", "a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old workbook"),
    ] {
        assert!(told(&collect(bytes, 3)).contains(name), "{name}");
    }
    let mut cut: Vec<u8> = "id,date,party,text\na,2025-01-01,valley,x\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    cut.pop();
    assert!(told(&collect(&cut, 3)).contains("UTF-16 with broken parts"));
}

#[test]
fn years_far_from_the_rest_are_told_at_their_lines() {
    let (n, far) = read(
        "id,date,party,text\na,2025-01-10,valley,x\nb,0025-02-10,valley,y\nc,2025-03-10,valley,z\nd,1025-02-10,valley,w\n",
    );
    assert_eq!(n, 4);
    assert!(
        far.contains(
            "statements.csv:3 warning W139 [] the statement is dated to the year 25, 2000 years"
        ),
        "{far}"
    );
    assert!(far.contains("statements.csv:5 warning W139"), "{far}");
    let long = "date,party,text\n1991,valley,x\n2003,valley,y\n2018,valley,z\n..2025,valley,w\n";
    assert_eq!(read(long), (4, String::new()));
}

#[test]
fn rows_that_are_there_twice_are_told() {
    let (n, doubled) = read(
        "id,date,party,channel,text\na,2025-01-10,valley,press,We drain.\nb,2025-01-10,valley,press,We drain.\nc,2025-01-10,valley,speech,We drain.\nd,2025-01-10,valley,press,We drain.\n",
    );
    assert_eq!(n, 4);
    assert!(
        doubled.contains("statements.csv:3 warning W140 [b,2025-01-10,valley,press,We drain.] 2 rows repeat earlier ones in all but their ids: lines 3 and 5"),
        "{doubled}"
    );
    let coded = "id,date,party,asked,term:drain\na,2025,valley,aim,1\nb,2025,valley,aim,1\n";
    assert!(
        !found(coded).contains("W140"),
        "codes alone tell too little"
    );
    let copies = "id,date,party,text,origin\na,2025-01-10,valley,We drain.,\nb,2025-01-10,valley,We drain.,a\n";
    assert!(
        !found(copies).contains("W140"),
        "an origin says that it is a copy"
    );
}

#[test]
fn a_programs_sign_for_nothing_is_read_as_an_empty_cell() {
    let table = |sign: &str| {
        format!(
            "id,date,party,speaker,origin,text\na,2025-01-01,valley,NA,NA,We drain.\nb,2025-01-02,valley,NA,NA,{sign}\n"
        )
    };
    for sign in ["NA", "#N/A", "NULL", "NaN", "#NAME?", "None"] {
        let collected = collect(table(sign).as_bytes(), 11);
        let corpus = collected.corpus.as_ref().expect("it is read");
        assert_eq!(corpus.tokens[1], None, "{sign}");
        let told = told(&collected);
        assert_eq!(told.matches("W170").count(), 1, "{told}");
    }
    let (n, told) = read(&table("NA NA"));
    assert!(n == 2 && !told.contains("W119"), "{told}");
}

#[test]
fn rows_that_differ_in_white_space_only_are_told_as_doubled() {
    let table = "id,date,party,text\na,2025-01-10,valley,We drain it.\nb,2025-01-10,valley,\"We  drain\nit. \"\nc,2025-01-10,valley,We drainit.\n";
    let told = found(table);
    assert!(
        told.contains("W140") && told.contains("line 3") && !told.contains("2 rows"),
        "{told}"
    );
}

#[test]
fn dates_in_full_width_digits_and_with_long_dashes_are_read_and_a_wrong_weekday_is_named() {
    for date in [
        "２０２５-01-10",
        "2025–01–10",
        "２０２５年１月１０日",
        "Friday, January 10, 2025",
    ] {
        let (n, told) = read(&format!(
            "id,date,party,text\na,\"{date}\",valley,We drain.\n"
        ));
        assert!(n == 1 && told.is_empty(), "{date}: {told}");
    }
    let told = found("id,date,party,text\na,\"Thursday, January 10, 2025\",valley,We drain.\n");
    assert!(
        told.contains("the wrong day of the week for 2025-01-10"),
        "{told}"
    );
}
