//! What commands write: pages, dossiers, and the schema.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

use crate::run::{
    argument, case, contents, detente, detente_in, dossiers, file, folder, gmcr, harbour,
};

fn names(folder: &Path) -> Vec<String> {
    contents(folder)
        .keys()
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

#[test]
fn brief_writes_a_page_and_the_same_as_markdown_into_the_current_folder() {
    let folder = folder();
    let outcome = detente_in(folder.path(), &["brief", &case("elmira-option-form")]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(
        names(folder.path()),
        [
            "elmira-option-form.brief.html",
            "elmira-option-form.brief.md"
        ]
    );
    for name in names(folder.path()) {
        assert!(
            outcome.stdout.contains(&name),
            "the reader is not told where {name} is:\n{}",
            outcome.stdout
        );
        let text = std::fs::read_to_string(folder.path().join(&name)).expect("the page is UTF-8");
        assert!(
            text.contains("Elmira groundwater contamination, 1991") && text.contains("Uniroyal"),
            "{name}"
        );
    }
    let again = detente_in(folder.path(), &["brief", &case("elmira-option-form")]);
    assert_eq!(
        again.code, 0,
        "a page may be written anew: {}",
        again.stderr
    );
}

#[test]
fn brief_writes_one_file_where_it_is_told_to() {
    for (name, beginning) in [
        ("page.html", "<!DOCTYPE html>"),
        ("page.md", "# "),
        ("page.json", "{\n  \"format\": \"detente.brief/1\""),
    ] {
        let folder = folder();
        file(folder.path(), name, "something else");
        let args = ["brief", &harbour(), "--out", name, "--force"];
        let outcome = detente_in(folder.path(), &args);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        assert_eq!(names(folder.path()), [name]);
        let text = std::fs::read_to_string(folder.path().join(name)).expect("the page is UTF-8");
        assert!(text.starts_with(beginning), "{name}: {}", &text[..60]);
    }
}

/// The values of an attribute, with the name of the tag that has it.
fn attributes<'a>(html: &'a str, attribute: &str) -> Vec<(&'a str, &'a str)> {
    let opening = format!(" {attribute}=\"");
    let mut found = Vec::new();
    for tag in html
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
    {
        let name = tag.split_whitespace().next().unwrap_or_default();
        found.extend(
            tag.split(&opening)
                .skip(1)
                .filter_map(|rest| Some((name, rest.split_once('"')?.0))),
        );
    }
    found
}

/// A page that needs nothing but itself: links to its own parts and to evidence, no script, nothing fetched.
fn assert_self_contained(html: &str, links: &[&str]) {
    let lower = html.to_lowercase();
    for fetched in [
        "<script",
        "<link",
        "<iframe",
        "<object",
        "<embed",
        "<img",
        "<base",
        "@import",
        "url(",
        "http-equiv",
        "srcset=",
    ] {
        assert!(!lower.contains(fetched), "the page contains {fetched}");
    }
    assert!(
        attributes(html, "src").is_empty(),
        "{:?}",
        attributes(html, "src")
    );
    for (tag, target) in attributes(html, "href")
        .into_iter()
        .chain(attributes(html, "xlink:href"))
    {
        let known = target.starts_with('#') || links.contains(&target);
        assert!(tag == "a" && known, "<{tag}> leads to {target}");
    }
    let handlers = html
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .filter(|(tag, _)| tag.contains(" on"));
    assert_eq!(handlers.count(), 0, "no event handlers");
}

/// Every part that a page links to is there, once.
fn assert_links_lead_somewhere(html: &str) {
    let ids: Vec<&str> = attributes(html, "id")
        .into_iter()
        .map(|(_, id)| id)
        .collect();
    for (_, target) in attributes(html, "href") {
        if let Some(id) = target.strip_prefix('#') {
            assert_eq!(ids.iter().filter(|it| **it == id).count(), 1, "#{id}");
        }
    }
}

fn page(args: &[&str]) -> String {
    let folder = folder();
    let outcome = detente_in(
        folder.path(),
        &[&["brief"], args, &["--out", "page.html"]].concat(),
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    std::fs::read_to_string(folder.path().join("page.html")).expect("the page is UTF-8")
}

#[test]
fn the_page_works_offline_and_takes_no_orders_from_the_dossier() {
    let html = page(&[&harbour()]);
    assert_self_contained(&html, &["https://example.org/tariff?a=1&amp;b=2"]);
    assert_links_lead_somewhere(&html);
    assert!(
        html.contains("https://example.org/tariff"),
        "evidence is linked"
    );
    assert!(
        html.contains("Port &lt;script&gt;alert(1)&lt;/script&gt; Ltd")
            && !html.contains("<b>dues"),
        "texts are escaped"
    );
    for name in ["chicken", "elmira-option-form", "syria-iraq-1975"] {
        let html = page(&[&case(name)]);
        assert_self_contained(&html, &[]);
        assert_links_lead_somewhere(&html);
    }
}

#[test]
fn evidence_that_is_not_open_is_left_out_unless_asked_for() {
    let secrets = [
        "close the night shift",
        "a talk in confidence",
        "example.org/secret",
    ];
    let markdown =
        |more: &[&str]| detente(&[&["brief", &harbour(), "--out", "-"], more].concat()).answer();
    let json = |more: &[&str]| {
        detente(&[&["brief", &harbour(), "--format", "json"], more].concat()).answer()
    };
    for secret in secrets {
        assert!(
            !page(&[&harbour()]).contains(secret),
            "the page tells {secret:?}"
        );
        assert!(
            !markdown(&[]).contains(secret),
            "the Markdown tells {secret:?}"
        );
        assert!(!json(&[]).contains(secret), "the JSON tells {secret:?}");
    }
    for text in [
        page(&[&harbour(), "--all"]),
        markdown(&["--all"]),
        json(&["--all"]),
    ] {
        assert!(text.contains("close the night shift"), "{text}");
    }
}

#[test]
fn a_new_dossier_is_sound_and_never_replaces_a_file() {
    let folder = folder();
    assert_eq!(
        detente_in(folder.path(), &["new", "--out", "mine.toml"]).code,
        0
    );
    let before = contents(folder.path());
    assert_eq!(
        detente(&["new"]).answer().as_bytes(),
        before.values().next().expect("a file was written")
    );
    let checked = detente_in(folder.path(), &["check", "mine.toml"]);
    assert_eq!(
        (checked.code, checked.stderr.as_str()),
        (0, ""),
        "findings about the starter"
    );
    assert!(
        checked.stdout.contains("no errors, no warnings"),
        "{}",
        checked.stdout
    );
    assert_eq!(detente_in(folder.path(), &["new", "yours.toml"]).code, 0);
    assert_eq!(detente_in(folder.path(), &["check", "yours.toml"]).code, 0);
    std::fs::remove_file(folder.path().join("yours.toml")).expect("it was written");
    assert_eq!(detente_in(folder.path(), &["new", "mine.toml"]).code, 1);
    let again = detente_in(folder.path(), &["new", "--out", "mine.toml"]);
    assert_eq!(again.code, 1);
    assert!(
        again.stderr.contains("`mine.toml` exists"),
        "{}",
        again.stderr
    );
    assert_eq!(contents(folder.path()), before);
    assert_eq!(
        detente_in(folder.path(), &["stability", "mine.toml"]).code,
        0
    );
}

/// The verdicts of a file, as JSON.
fn verdicts(path: &str) -> Value {
    let outcome = detente(&["stability", path, "--format", "json"]);
    assert_eq!(outcome.code, 0, "{path}:\n{}", outcome.stderr);
    let result = outcome.json();
    json!({ "feasible": result["feasible"], "concepts": result["concepts"], "measures": result["measures"] })
}

#[test]
fn an_imported_file_settles_as_before() {
    for path in gmcr(|name| !name.starts_with("broken-")) {
        let folder = folder();
        let from = argument(&path);
        let outcome = detente_in(folder.path(), &["import", &from, "--out", "out.toml"]);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (0, ""),
            "{from}:\n{}",
            outcome.stderr
        );
        let written = argument(&folder.path().join("out.toml"));
        let printed = detente(&["import", &from]).answer();
        assert_eq!(
            std::fs::read_to_string(&written).expect("it was written"),
            printed,
            "{from}"
        );
        assert_eq!(verdicts(&from), verdicts(&written), "{from}");
    }
}

/// A TOML file as the JSON that says the same, dates as strings.
fn as_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => number
            .as_str()
            .parse::<i64>()
            .expect("numbers of a dossier are small")
            .into(),
        DeValue::Float(number) => number.as_str().parse::<f64>().expect("a number").into(),
        DeValue::Boolean(value) => (*value).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| as_json(item.get_ref())).collect(),
        DeValue::Table(table) => table_as_json(table),
    }
}

fn table_as_json(table: &DeTable<'_>) -> Value {
    let entries: Map<String, Value> = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref())))
        .collect();
    Value::Object(entries)
}

fn read_json(text: &str) -> Value {
    table_as_json(DeTable::parse(text).expect("TOML").get_ref())
}

/// The schema as the program prints it, ready to validate; it is itself valid and asks for nothing from outside.
struct Schema {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    fn printed() -> Self {
        let schema = detente(&["schema"]).json();
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler.enable_format_assertions();
        compiler
            .add_resource("detente.json", schema)
            .expect("the schema is JSON");
        let index = compiler
            .compile("detente.json", &mut schemas)
            .expect("the schema is a schema");
        Self { schemas, index }
    }

    fn complaint(&self, value: &Value) -> Option<String> {
        self.schemas
            .validate(value, self.index)
            .err()
            .map(|error| format!("{error:#}"))
    }
}

#[test]
fn the_schema_accepts_every_dossier_that_the_program_accepts() {
    let schema = Schema::printed();
    let starter = detente(&["new"]).answer();
    let imported = gmcr(|name| !name.starts_with("broken-"))
        .iter()
        .map(|path| detente(&["import", &argument(path)]).answer())
        .collect::<Vec<_>>();
    let on_disk: Vec<PathBuf> = dossiers()
        .into_iter()
        .chain([PathBuf::from(harbour()), everything()])
        .chain(fixtures())
        .collect();
    let read = on_disk
        .iter()
        .map(|path| std::fs::read_to_string(path).expect("a dossier is UTF-8"));
    let mut n_valid = 0;
    for text in read.chain([starter]).chain(imported) {
        let complaint = schema.complaint(&read_json(&text));
        assert_eq!(
            complaint,
            None,
            "{}",
            text.lines().take(12).collect::<Vec<_>>().join("\n")
        );
        n_valid += 1;
    }
    assert!(n_valid > 50, "only {n_valid} dossiers");
}

/// A dossier with every key.
fn everything() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../detente/tests/fixtures/everything.toml")
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../detente/tests/fixtures/stability");
    contents(&folder)
        .into_keys()
        .filter(|path| !path.to_string_lossy().ends_with(".expected.toml"))
        .collect()
}

#[test]
fn the_schema_refuses_what_the_program_refuses() {
    let schema = Schema::printed();
    let text = std::fs::read_to_string(harbour()).expect("the fixture is there");
    let right = read_json(&text);
    assert_eq!(schema.complaint(&right), None);
    let wrong: [(&str, Value); 9] = [
        ("/dossier/title", json!(7)),
        ("/dossier/as_of", json!("soon")),
        ("/parties/port/measures/dues/levels", json!(["only"])),
        ("/parties/port/measures/dues/now", json!(1)),
        ("/parties/port/prefers/0/that", json!(true)),
        ("/parties/union/values/0/worth", json!("much")),
        ("/evidence/0/kind", json!("heard")),
        ("/evidence/0/grade", json!("Z9")),
        ("/rules/0/why", json!(["w"])),
    ];
    for (place, value) in wrong {
        let mut dossier = right.clone();
        *dossier
            .pointer_mut(place)
            .unwrap_or_else(|| panic!("{place} is not there")) = value;
        assert!(schema.complaint(&dossier).is_some(), "{place} is accepted");
    }
    for (place, key) in [
        ("", "colour"),
        ("/dossier", "titel"),
        ("/parties/port", "wants"),
        ("/parties/port/measures/pay", "level"),
    ] {
        let mut dossier = right.clone();
        let table = dossier
            .pointer_mut(place)
            .and_then(Value::as_object_mut)
            .expect("a table");
        table.insert(key.to_string(), json!("x"));
        assert!(
            schema.complaint(&dossier).is_some(),
            "the unknown key {place}/{key} is accepted"
        );
    }
    for (place, key) in [
        ("", "parties"),
        ("/dossier", "title"),
        ("/evidence/0", "says"),
        ("/parties/port/measures/pay", "text"),
    ] {
        let mut dossier = right.clone();
        dossier
            .pointer_mut(place)
            .and_then(Value::as_object_mut)
            .expect("a table")
            .remove(key);
        assert!(
            schema.complaint(&dossier).is_some(),
            "{place} without {key} is accepted"
        );
    }
}

#[test]
fn the_schema_refuses_a_roadmap_that_the_program_refuses() {
    let schema = Schema::printed();
    let text = std::fs::read_to_string(everything()).expect("the fixture is there");
    let changes = [
        ("phases = 8", "phases = 201"),
        ("phases = 8", "phases = 8.5"),
        ("phases = 8\n", ""),
        ("objective = \"nash\"", "objective = \"best\""),
        ("tail = \"geometric\"", "tail = 1"),
        ("patience = 0.9\n", "patience = 1\n"),
        ("patience = 0.9\n", ""),
        ("weight = 2", "weight = -2"),
        ("irreversible = 0.75", "irreversible = 1.75"),
        ("earliest = 3", "earliest = 0"),
        ("max_step = 0.25", "max_step = 0"),
        ("{ detect = 0.4, lag = 2 }", "{ detect = 0.4, delay = 2 }"),
        ("{ detect = 0.4, lag = 2 }", "{ detect = 0.4, lag = 0 }"),
        ("[\"a.up>=mid\", {", "[3, {"),
        ("mode = \"level\"", "mode = \"half\""),
        ("linked = []", "linked = \"b\""),
        ("pays = 0\n", ""),
        ("targets = []", "targets = [true]"),
        (
            "[roadmap.plans.second]",
            "[roadmap.plans.second]\nfalse_alarm = 0.5",
        ),
        ("\"a.up >= mid\"]\nper", "\"a.up > mid\"]\nper"),
        ("\"not b.stop\"]\nonce", "\"not\"]\nonce"),
        ("\"4 to 9\"", "\"4 until 9\""),
        ("against = \"a.up>=high\"", "against = \"a.up high\""),
    ];
    for (right, wrong) in changes {
        assert_eq!(text.matches(right).count(), 1, "{right}");
        assert!(
            schema
                .complaint(&read_json(&text.replace(right, wrong)))
                .is_some(),
            "{wrong} is accepted"
        );
    }
}

/// Runs a command that must refuse its output, and checks that nothing was changed.
fn refused(folder: &Path, args: &[&str], reason: &str) {
    let before = contents(folder);
    let outcome = detente_in(folder, args);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (1, ""),
        "{args:?}: {}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains(reason),
        "{args:?}: {}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("\nhelp: "),
        "{args:?}: {}",
        outcome.stderr
    );
    assert_eq!(contents(folder), before, "{args:?}");
}

/// The founding case in a folder of its own, with its statements.
fn korea(folder: &Path) -> String {
    let from = PathBuf::from(case("korea-2025"));
    let to = folder.join("k");
    std::fs::create_dir(&to).expect("a temporary folder takes folders");
    for entry in std::fs::read_dir(&from)
        .expect("the case is there")
        .flatten()
    {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("it can be copied");
        }
    }
    argument(&to)
}

#[test]
fn no_result_overwrites_an_input() {
    let folder = folder();
    let k = korea(folder.path());
    let dossier = format!("{k}/dossier.toml");
    std::fs::create_dir(folder.path().join("k/sub")).expect("a folder");
    let spelled = format!("{k}/sub/../dossier.toml");
    for path in [&dossier, &spelled] {
        for force in [&[][..], &["--force"]] {
            let args = [&["roadmap", &k, "--export", path, "--draws", "0"], force].concat();
            refused(folder.path(), &args, "is an input of this answer");
        }
    }
    std::fs::copy(&dossier, folder.path().join("in.md")).expect("it can be copied");
    for force in [&[][..], &["--force"]] {
        let args = [&["brief", "in.md", "--out", "in.md"][..], force].concat();
        refused(folder.path(), &args, "`in.md` is an input of this answer");
    }
    let table = format!("{k}/statements.csv");
    let args = ["roadmap", &k, "--export", &table, "--force"];
    refused(folder.path(), &args, "is an input of this answer");
    let from = argument(&gmcr(|name| !name.starts_with("broken-"))[0]);
    std::fs::copy(from, folder.path().join("old.gmcr")).expect("it can be copied");
    let args = ["import", "old.gmcr", "--out", "old.gmcr", "--force"];
    refused(
        folder.path(),
        &args,
        "`old.gmcr` is an input of this answer",
    );
}

#[cfg(unix)]
#[test]
fn an_input_is_recognised_behind_links() {
    let folder = folder();
    std::fs::copy(harbour(), folder.path().join("in.toml")).expect("it can be copied");
    std::os::unix::fs::symlink("in.toml", folder.path().join("soft.md")).expect("links are known");
    std::fs::hard_link(folder.path().join("in.toml"), folder.path().join("hard.md"))
        .expect("links are known");
    for out in ["soft.md", "hard.md"] {
        let args = ["brief", "in.toml", "--out", out, "--force"];
        refused(folder.path(), &args, "is an input of this answer");
    }
}

#[test]
fn a_page_is_not_written_among_the_statements() {
    let folder = folder();
    let text = std::fs::read_to_string(harbour()).expect("the dossier is UTF-8");
    std::fs::create_dir(folder.path().join("statements")).expect("a folder");
    let statement = "date: 2020-01-01\nactor: x\n\nA text.\n";
    std::fs::write(folder.path().join("statements/one.txt"), statement).expect("a file");
    let with_statements =
        format!("{text}\n[statements.terms.peace]\ntext = \"peace\"\nany = [\"peace\"]\n");
    std::fs::write(folder.path().join("dossier.toml"), with_statements).expect("a file");
    let args = ["brief", ".", "--out", "statements/page.md", "--force"];
    refused(folder.path(), &args, "lies in a folder of statements");
}

#[test]
fn a_file_of_the_users_is_replaced_only_when_forced() {
    let folder = folder();
    let mine = "my notes, three weeks of work\n";
    for name in ["page.html", "page.md", "page.json", "out.toml"] {
        let write = || std::fs::write(folder.path().join(name), mine).expect("a file");
        write();
        let from = argument(&gmcr(|name| !name.starts_with("broken-"))[0]);
        let args = if name == "out.toml" {
            vec!["import", &from, "--out", name]
        } else {
            vec!["brief", "h.toml", "--out", name]
        };
        std::fs::copy(harbour(), folder.path().join("h.toml")).expect("it can be copied");
        refused(folder.path(), &args, &format!("`{name}` exists"));
        let forced = [&args[..], &["--force"]].concat();
        assert_eq!(detente_in(folder.path(), &forced).code, 0, "{name}");
        let written = std::fs::read_to_string(folder.path().join(name)).expect("it is there");
        assert_ne!(written, mine, "{name}");
        // A page carries a mark, so that it is renewed without force; a dossier carries none.
        assert_eq!(
            detente_in(folder.path(), &args).code,
            i32::from(name == "out.toml"),
            "{name}"
        );
    }
}

#[test]
fn one_foreign_file_of_a_pair_keeps_both_from_being_written() {
    let folder = folder();
    std::fs::copy(harbour(), folder.path().join("h.toml")).expect("it can be copied");
    std::fs::write(folder.path().join("h.brief.md"), "mine\n").expect("a file");
    refused(folder.path(), &["brief", "h.toml"], "`h.brief.md` exists");
    std::fs::remove_file(folder.path().join("h.brief.md")).expect("it is there");
    std::fs::create_dir(folder.path().join("h.brief.md")).expect("a folder");
    refused_folder(folder.path());
}

/// The pair is not begun where one of its places is a folder.
fn refused_folder(folder: &Path) {
    refused(
        folder,
        &["brief", "h.toml"],
        "`h.brief.md` cannot be written: it is a folder",
    );
    assert!(!folder.join("h.brief.html").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_by_the_name_that_the_user_gave() {
    let folder = folder();
    let args = [
        "import",
        &argument(&gmcr(|name| !name.starts_with("broken-"))[0]),
        "--out",
        "/dev/full",
    ];
    let outcome = detente_in(folder.path(), &args);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str()),
        (1, ""),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome
            .stderr
            .contains("`/dev/full` cannot be written: No space"),
        "{}",
        outcome.stderr
    );
}
