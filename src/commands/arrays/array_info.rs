//! [`ArrayInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;

/// What the server says of an array (`ARINFO`). Arrays are kept in slices: indexes that follow each other.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ArrayInfo {
    /// How many elements it has.
    pub count: u64,
    /// Its length: the highest index that has an element, plus one.
    pub len: u64,
    /// The index that the next insertion would use; 0 also if there is none left.
    pub next_insert_index: u64,
    /// How many slices it has.
    pub slices: u64,
    /// For how many slices, or blocks of slices, its directory has room.
    pub directory_size: u64,
    /// How many blocks of slices its directory has; 0 if the directory is one of slices.
    pub super_dir_entries: u64,
    /// How many indexes a slice is of.
    pub slice_size: u64,
    /// How many of the slices are dense: a place for each of their indexes from the first to the last that has an
    /// element. This one and those below are only there in
    /// [`arinfo_full`](super::ArrayCommands::arinfo_full).
    pub dense_slices: Option<u64>,
    /// How many of the slices are sparse: lists of indexes and elements.
    pub sparse_slices: Option<u64>,
    /// How many places a dense slice has on average.
    pub avg_dense_size: Option<f64>,
    /// Which part of the places in dense slices have elements, from 0 to 1.
    pub avg_dense_fill: Option<f64>,
    /// For how many elements a sparse slice has room on average.
    pub avg_sparse_size: Option<f64>,
}

impl FromReply for ArrayInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self::default();
        for (name, value) in fields(reply, "`ArrayInfo`")? {
            match name.data().as_deref() {
                Some(b"count") => info.count = u64::from_reply(value)?,
                Some(b"len") => info.len = u64::from_reply(value)?,
                Some(b"next-insert-index") => info.next_insert_index = u64::from_reply(value)?,
                Some(b"slices") => info.slices = u64::from_reply(value)?,
                Some(b"directory-size") => info.directory_size = u64::from_reply(value)?,
                Some(b"super-dir-entries") => info.super_dir_entries = u64::from_reply(value)?,
                Some(b"slice-size") => info.slice_size = u64::from_reply(value)?,
                Some(b"dense-slices") => info.dense_slices = Some(u64::from_reply(value)?),
                Some(b"sparse-slices") => info.sparse_slices = Some(u64::from_reply(value)?),
                Some(b"avg-dense-size") => info.avg_dense_size = Some(f64::from_reply(value)?),
                Some(b"avg-dense-fill") => info.avg_dense_fill = Some(f64::from_reply(value)?),
                Some(b"avg-sparse-size") => info.avg_sparse_size = Some(f64::from_reply(value)?),
                _ => {}
            }
        }
        Ok(info)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &str = "$5\r\ncount\r\n:3\r\n$3\r\nlen\r\n:101\r\n$17\r\nnext-insert-index\r\n:1\r\n$6\r\nslices\r\n:1\r\n\
        $14\r\ndirectory-size\r\n:2\r\n$17\r\nsuper-dir-entries\r\n:0\r\n$10\r\nslice-size\r\n:4096\r\n";

    fn decode(reply: &str) -> Result<ArrayInfo> {
        ArrayInfo::from_reply(Reply::parse(reply.as_bytes()).unwrap())
    }

    #[test]
    fn an_array_is_told_of_in_both_protocols() {
        let wanted = ArrayInfo {
            count: 3,
            len: 101,
            next_insert_index: 1,
            slices: 1,
            directory_size: 2,
            slice_size: 4096,
            ..ArrayInfo::default()
        };
        for head in ["%7", "*14"] {
            let info = decode(&format!("{head}\r\n{FIELDS}")).unwrap();
            assert_eq!(info, wanted);
        }
        assert!(decode(":1\r\n").is_err());
        assert!(decode("*2\r\n$3\r\nlen\r\n:-1\r\n").is_err());
        assert_eq!(
            decode("-ERR no such key\r\n").unwrap_err().code(),
            Some("ERR")
        );
    }

    #[test]
    fn its_slices_are_numbers_of_either_protocol() {
        let resp3 = "$12\r\ndense-slices\r\n:1\r\n$13\r\nsparse-slices\r\n:2\r\n$14\r\navg-dense-size\r\n,128\r\n\
            $14\r\navg-dense-fill\r\n,0.75\r\n$15\r\navg-sparse-size\r\n,8\r\n$6\r\nfuture\r\n:1\r\n";
        let resp2 = resp3
            .replace(",128", "$3\r\n128")
            .replace(",0.75", "$4\r\n0.75")
            .replace(",8", "$1\r\n8");
        for reply in [
            format!("%13\r\n{FIELDS}{resp3}"),
            format!("*26\r\n{FIELDS}{resp2}"),
        ] {
            let info = decode(&reply).unwrap();
            assert_eq!((info.dense_slices, info.sparse_slices), (Some(1), Some(2)));
            assert_eq!(info.avg_dense_size, Some(128.0));
            assert_eq!(info.avg_dense_fill, Some(0.75));
            assert_eq!(info.avg_sparse_size, Some(8.0));
        }
    }

    #[test]
    fn an_index_beyond_the_integers_of_the_protocol_comes_as_digits() {
        for len in ["$20\r\n18446744073709551615", "(18446744073709551615"] {
            let info = decode(&format!("*2\r\n$3\r\nlen\r\n{len}\r\n")).unwrap();
            assert_eq!(info.len, u64::MAX);
        }
    }
}
