//! Whether a model file is as it was written: CRC-32 of its metadata and its tensors. Against damage, not against malice.

use crate::error::{Error, Result};

/// What stands in the metadata for the checksum while it is computed.
pub(super) const NONE: &str = "00000000";

/// Eight hexadecimal digits. In `json`, the metadata, [`NONE`] stands for them.
pub(super) fn of(json: &str, tensors: &[u8]) -> String {
    let mut crc = crc32fast::Hasher::new();
    crc.update(json.as_bytes());
    crc.update(tensors);
    format!("{:08x}", crc.finalize())
}

/// Holds the checksum that was `written` against the file; files of before there were checksums have none.
///
/// # Errors
///
/// If it is another.
pub(super) fn verify(written: Option<&str>, json: &str, tensors: &[u8]) -> Result<()> {
    let Some(written) = written else { return Ok(()) };
    let field = |checksum: &str| format!("\"checksum\":\"{checksum}\"");
    let found = of(&json.replacen(&field(written), &field(NONE), 1), tensors);
    match written == found {
        true => Ok(()),
        false => Err(Error::model(format!(
            "the file is damaged: its checksum is {found}, but {written} was written; copy it again, or train it anew"
        ))),
    }
}
