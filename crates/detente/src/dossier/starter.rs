//! The dossier that `detente new` writes.

/// A commented dossier of a small everyday conflict, to start one's own from.
pub fn starter() -> &'static str {
    include_str!("starter.toml")
}
