//! Zip files, as far as a bundle needs them: deflated, with permissions, and the same bytes for the same files.

use std::io::{self, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// The first day that a zip file can name: the times of files would make each build another one.
const DAY: u16 = (1 << 5) | 1;
/// Who made it, which is Unix by version 2.0 of the format, and the version that is needed to read it.
const MADE_BY: u16 = 0x0314;
const NEEDED: u16 = 20;
const DEFLATED: u16 = 8;
/// A regular file.
const REGULAR: u32 = 0o100_000;

/// A file in the zip.
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    pub(super) content: &'a [u8],
    pub(super) is_program: bool,
}

/// The zip of these files, in this order.
pub(super) fn zip(entries: &[Entry<'_>], level: Compression) -> io::Result<Vec<u8>> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = size(file.len())?;
        let mut checksum = Crc::new();
        checksum.update(entry.content);
        let mut deflated = DeflateEncoder::new(Vec::new(), level);
        deflated.write_all(entry.content)?;
        let deflated = deflated.finish()?;
        let mut common = Vec::new();
        // No flags, deflated, midnight of that day.
        shorts(&mut common, &[NEEDED, 0, DEFLATED, 0, DAY]);
        longs(&mut common, &[checksum.sum(), size(deflated.len())?, size(entry.content.len())?]);
        let name = u16::try_from(entry.name.len()).map_err(io::Error::other)?;
        shorts(&mut common, &[name, 0]);

        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&common);
        file.extend_from_slice(entry.name.as_bytes());
        file.extend_from_slice(&deflated);

        let mode = REGULAR | if entry.is_program { 0o755 } else { 0o644 };
        directory.extend_from_slice(b"PK\x01\x02");
        shorts(&mut directory, &[MADE_BY]);
        directory.extend_from_slice(&common);
        // No comment, first disk, no text.
        shorts(&mut directory, &[0, 0, 0]);
        longs(&mut directory, &[mode << 16, offset]);
        directory.extend_from_slice(entry.name.as_bytes());
    }
    let count = u16::try_from(entries.len()).map_err(io::Error::other)?;
    let (start, length) = (size(file.len())?, size(directory.len())?);
    file.extend_from_slice(&directory);
    file.extend_from_slice(b"PK\x05\x06");
    shorts(&mut file, &[0, 0, count, count]);
    longs(&mut file, &[length, start]);
    shorts(&mut file, &[0]);
    Ok(file)
}

fn size(length: usize) -> io::Result<u32> {
    u32::try_from(length).map_err(io::Error::other)
}

fn shorts(to: &mut Vec<u8>, values: &[u16]) {
    to.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

fn longs(to: &mut Vec<u8>, values: &[u32]) {
    to.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_was_put_in_comes_out_and_the_bytes_are_the_same_each_time() {
        let program = b"#!/bin/sh\n".repeat(100);
        let entries = [
            Entry { name: "manifest.json", content: b"{}", is_program: false },
            Entry { name: "server/cc-mcp", content: &program, is_program: true },
        ];
        let file = zip(&entries, Compression::best()).unwrap();
        assert_eq!(file, zip(&entries, Compression::best()).unwrap());
        let at = file.windows(13).position(|bytes| bytes == b"server/cc-mcp").unwrap() + 13;
        let mut content = Vec::new();
        flate2::read::DeflateDecoder::new(&file[at..]).read_to_end(&mut content).unwrap();
        assert_eq!(content, program);
    }
}
