//! A bundle as a zip, written file by file as they come: nothing but the directory at its end is kept. Fixed time stamps and one order, so
//! that the same files have the same bytes, always. Written by hand and not by a library, because files that many services share are
//! compressed once, and a stream that cannot be rewound still tells every size before its bytes.

use crate::{BundlePath, File};
use flate2::{Compress, Compression, Crc, FlushCompress, Status};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

/// The earliest time a zip can tell, in the form of MS-DOS: 1980-01-01.
const DATE: u16 = 0x0021;
/// What reads it: 2.0 knows folders and deflate, 4.5 more than 65,535 files.
const READ_BY: u16 = 20;
const READ_BY_64: u16 = 45;
/// Made on Unix, whose permissions stand in the upper half of the attributes.
const MADE_BY: u16 = 3 << 8 | READ_BY;
const DEFLATED: u16 = 8;
/// A regular file.
const REGULAR: u32 = 0o100_000;
/// Most bytes of texts that are kept because they came before.
const MOST_SHARED_BYTES: usize = 4 << 20;
/// Bytes that are written at once.
const PIECE: usize = 32 << 10;

/// A zip on its way to a writer.
#[derive(Debug)]
pub struct Archive<W: Write> {
    folder: String,
    out: W,
    /// Bytes written so far.
    at: u64,
    directory: Vec<u8>,
    entries: u64,
    deflate: Compress,
    seen: BTreeSet<(u32, usize)>,
    /// What came twice, with the bytes it is packed as.
    shared: BTreeMap<(u32, usize), (Vec<u8>, Vec<u8>)>,
    shared_bytes: usize,
}

impl<W: Write> Archive<W> {
    /// Everything stands below one top folder.
    pub fn new(folder: impl Into<String>, out: W) -> Self {
        Self {
            folder: folder.into(),
            out,
            at: 0,
            directory: Vec::new(),
            entries: 0,
            deflate: Compress::new(Compression::default(), false),
            seen: BTreeSet::new(),
            shared: BTreeMap::new(),
            shared_bytes: 0,
        }
    }

    /// Writes a file.
    pub fn add(&mut self, path: &BundlePath, file: &File) -> io::Result<()> {
        let mut crc = Crc::new();
        crc.update(&file.bytes);
        let key = (crc.sum(), file.bytes.len());
        match self.shared.get(&key) {
            Some((bytes, packed)) if *bytes == file.bytes => {
                let packed = packed.clone();
                self.write_entry(path, file, key, &packed)
            }
            _ => {
                let packed = self.pack(&file.bytes)?;
                self.write_entry(path, file, key, &packed)?;
                let size = file.bytes.len() + packed.len();
                if !self.seen.insert(key) && self.shared_bytes + size <= MOST_SHARED_BYTES && !self.shared.contains_key(&key) {
                    self.shared_bytes += size;
                    self.shared.insert(key, (file.bytes.clone(), packed));
                }
                Ok(())
            }
        }
    }

    /// Writes the directory. Without it nobody can open the zip.
    pub fn finish(mut self) -> io::Result<W> {
        let (start, size, entries) = (self.at, self.directory.len() as u64, self.entries);
        let directory = std::mem::take(&mut self.directory);
        self.write(&directory)?;
        let end = self.at;
        let mut last = Vec::new();
        let few = u16::try_from(entries).ok().filter(|few| *few != u16::MAX);
        if few.is_none() {
            // The end record and its locator of 64 bits, APPNOTE 4.3.14 and 4.3.15.
            u32s(&mut last, &[0x0606_4b50]);
            u64s(&mut last, &[44]);
            u16s(&mut last, &[3 << 8 | READ_BY_64, READ_BY_64]);
            u32s(&mut last, &[0, 0]);
            u64s(&mut last, &[entries, entries, size, start]);
            u32s(&mut last, &[0x0706_4b50, 0]);
            u64s(&mut last, &[end]);
            u32s(&mut last, &[1]);
        }
        // The end record, APPNOTE 4.3.16.
        let few = few.unwrap_or(u16::MAX);
        u32s(&mut last, &[0x0605_4b50]);
        u16s(&mut last, &[0, 0, few, few]);
        u32s(&mut last, &[short(size)?, short(start)?]);
        u16s(&mut last, &[0]);
        self.write(&last)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn pack(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        self.deflate.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 3 + 64);
        let mut rest = bytes;
        loop {
            let before = self.deflate.total_in();
            let status = self.deflate.compress_vec(rest, &mut packed, FlushCompress::Finish).map_err(io::Error::other)?;
            if status == Status::StreamEnd {
                return Ok(packed);
            }
            let taken = usize::try_from(self.deflate.total_in() - before).map_err(io::Error::other)?;
            rest = rest.get(taken..).unwrap_or_default();
            packed.reserve(packed.len().max(1 << 10));
        }
    }

    /// The local header with the bytes, and the entry of the directory, APPNOTE 4.3.7 and 4.3.12.
    fn write_entry(&mut self, path: &BundlePath, file: &File, (crc, size): (u32, usize), packed: &[u8]) -> io::Result<()> {
        let name = format!("{}/{path}", self.folder);
        let offset = short(self.at)?;
        let length = u16::try_from(name.len()).map_err(io::Error::other)?;
        let mut common = Vec::with_capacity(26);
        u16s(&mut common, &[READ_BY, 0, DEFLATED, 0, DATE]);
        u32s(&mut common, &[crc, short(packed.len() as u64)?, short(size as u64)?]);
        u16s(&mut common, &[length, 0]);
        let mut header = Vec::with_capacity(30 + name.len());
        u32s(&mut header, &[0x0403_4b50]);
        header.extend(&common);
        header.extend(name.as_bytes());
        self.write(&header)?;
        packed.chunks(PIECE).try_for_each(|piece| self.write(piece))?;
        let mode: u32 = REGULAR | if file.executable { 0o755 } else { 0o644 };
        u32s(&mut self.directory, &[0x0201_4b50]);
        u16s(&mut self.directory, &[MADE_BY]);
        self.directory.extend(&common);
        u16s(&mut self.directory, &[0, 0, 0]);
        u32s(&mut self.directory, &[mode << 16, offset]);
        self.directory.extend(name.as_bytes());
        self.entries += 1;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}

/// A size or a place of 32 bits. A zip of four gibibytes and more would need others; no Design makes one.
fn short(number: u64) -> io::Result<u32> {
    u32::try_from(number).map_err(|_| io::Error::other("a zip of more than four gibibytes"))
}

fn u16s(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn u32s(out: &mut Vec<u8>, numbers: &[u32]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn u64s(out: &mut Vec<u8>, numbers: &[u64]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    fn packed<'f>(files: impl IntoIterator<Item = (String, &'f str, bool)>) -> Vec<u8> {
        let mut archive = Archive::new("shop", Vec::new());
        for (path, text, executable) in files {
            let file = File { bytes: text.as_bytes().to_vec(), executable, artefact: "test", marks: Vec::new() };
            archive.add(&BundlePath::new(path).expect("a safe path"), &file).expect("written");
        }
        archive.finish().expect("finished")
    }

    /// What another reader finds in it.
    fn read(bytes: &[u8]) -> Vec<(String, String, Option<u32>)> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let mut found = Vec::new();
        for i in 0..archive.len() {
            let mut file = archive.by_index(i).expect("an entry");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("text");
            found.push((file.name().expect("a name").into_owned(), text, file.unix_mode().map(|mode| mode & 0o777)));
        }
        found
    }

    #[test]
    fn a_zip_holds_what_was_added() {
        let long = "0123456789 abcdefghij ".repeat(20_000);
        let files =
            [("b/run.sh", "same", true), ("a.txt", "same", false), ("c.txt", "same", false), ("d.txt", "", false), ("e", &long, false)];
        let found = read(&packed(files.map(|(path, text, executable)| (path.to_owned(), text, executable))));
        let mode = |executable| Some(if executable { 0o755 } else { 0o644 });
        assert_eq!(found, files.map(|(path, text, executable)| (format!("shop/{path}"), text.to_owned(), mode(executable))));
    }

    #[test]
    fn the_same_files_have_the_same_bytes() {
        let files = || [("x/y".to_owned(), "1", false), ("x/z".to_owned(), "2", true), ("x/a".to_owned(), "1", false)];
        assert_eq!(packed(files()), packed(files()));
    }

    #[test]
    fn what_does_not_shrink_is_packed_too() {
        let noise: String = (0..60_000_u32).map(|n| char::from(b'!' + (n.wrapping_mul(2_654_435_761) >> 24) as u8 % 90)).collect();
        assert_eq!(read(&packed([("noise".to_owned(), noise.as_str(), false)])), [("shop/noise".to_owned(), noise, Some(0o644))]);
    }

    #[test]
    fn more_files_than_sixteen_bits_can_count_are_found() {
        for count in [65_534_usize, 65_535, 70_000] {
            let bytes = packed((0..count).map(|n| (format!("f/{n}"), "x", false)));
            let archive = zip::ZipArchive::new(Cursor::new(&bytes)).expect("an archive");
            assert_eq!(archive.len(), count);
        }
    }
}
