//! When did it change? Series of counts cut into stretches of one rate each.
//!
//! A change at position `t` means that observation `t`, counted from 0, is the first of a new rate.
//!
//! - `partition` cuts a series into any number of stretches at a price per cut, exactly; [`sensitivity`] at several prices.
//! - `single` asks for one change, and how sure its place is.
//! - `online` reads the series as it comes, and looks back over all of it.

mod cost;
pub mod online;
pub mod partition;
pub mod single;

pub use online::{Online, smoothed};
pub use partition::{Partition, Priced, partition, sensitivity};
pub use single::{OneChange, one_change};

/// A series of counts in order of time.
#[derive(Clone, Debug, PartialEq)]
pub enum Series {
    /// How many of the eligible statements of each period mention the term; both lists of one length, `with` at most `of`.
    Bernoulli {
        /// The statements that mention it.
        with: Vec<u64>,
        /// The eligible statements.
        of: Vec<u64>,
    },
    /// How often the term occurs in each period, and how much there was to read; both lists of one length, exposures above 0.
    Poisson {
        /// The occurrences.
        count: Vec<u64>,
        /// The exposure, such as thousand words.
        exposure: Vec<f64>,
    },
}

impl Series {
    /// The number of observations.
    ///
    /// # Panics
    /// If the two lists differ in length.
    pub fn len(&self) -> usize {
        match self {
            Self::Bernoulli { with, of } => {
                assert_eq!(with.len(), of.len(), "each observation has both numbers");
                with.len()
            }
            Self::Poisson { count, exposure } => {
                assert_eq!(
                    count.len(),
                    exposure.len(),
                    "each observation has both numbers"
                );
                count.len()
            }
        }
    }

    /// Whether there are no observations.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
