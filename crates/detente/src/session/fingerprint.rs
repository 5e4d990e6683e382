//! What a result was made from: names and fingerprints of its inputs.

use schemars::JsonSchema;
use serde::Serialize;

/// One input and its fingerprint.
#[derive(Clone, Debug, Serialize, PartialEq, Eq, JsonSchema)]
#[schemars(rename = "InputFile")]
pub struct Input {
    /// The name of the file.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The keys that were set to other values for this answer, as `KEY=VALUE`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
}

impl Input {
    /// The fingerprint of a file.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        let mut fingerprint = Fingerprint::default();
        fingerprint.update(bytes);
        fingerprint.finish(name)
    }
}

/// The fingerprint of a file that is read in pieces.
#[derive(Clone, Debug, Default)]
pub struct Fingerprint(sha2::Sha256);

impl Fingerprint {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        sha2::Digest::update(&mut self.0, bytes);
    }

    /// The fingerprint of all that was taken, under a name.
    pub fn finish(self, name: &str) -> Input {
        let digest = sha2::Digest::finalize(self.0);
        Input {
            name: name.to_string(),
            sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            set: vec![],
        }
    }
}
