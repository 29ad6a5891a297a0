//! [`VectorSetInfo`].

use crate::convert::FromReply;
use crate::error::Result;
use crate::resp::Reply;

use super::super::fields::fields;
use super::VectorQuantization;

/// What the server says of a vector set (`VINFO`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VectorSetInfo {
    /// How the numbers of its vectors are kept (`quant-type`).
    pub quantization: VectorQuantization,
    /// To how many others each element is linked, twice as many in the lowest layer (`hnsw-m`).
    pub links: u64,
    /// How many dimensions its vectors have (`vector-dim`).
    pub dim: u64,
    /// How many they had before they were [projected](super::VaddOptions::reduce); 0 if they were not
    /// (`projection-input-dim`).
    pub projection_input_dim: u64,
    /// How many elements it has.
    pub size: u64,
    /// How many layers it has above the lowest.
    pub max_level: u64,
    /// How many of its elements have attributes (`attributes-count`).
    pub attributes: u64,
    /// Its number, which no other set gets while the server runs (`vset-uid`).
    pub uid: u64,
    /// The number of its latest element (`hnsw-max-node-uid`).
    pub max_node_uid: u64,
}

impl FromReply for VectorSetInfo {
    fn from_reply(reply: Reply<'_>) -> Result<Self> {
        let mut info = Self {
            quantization: VectorQuantization::Other("".into()),
            links: 0,
            dim: 0,
            projection_input_dim: 0,
            size: 0,
            max_level: 0,
            attributes: 0,
            uid: 0,
            max_node_uid: 0,
        };
        for (name, value) in fields(reply, "`VectorSetInfo`")? {
            let number = match name.data().as_deref() {
                Some(b"quant-type") => {
                    info.quantization = VectorQuantization::from_reply(value)?;
                    continue;
                }
                Some(b"hnsw-m") => &mut info.links,
                Some(b"vector-dim") => &mut info.dim,
                Some(b"projection-input-dim") => &mut info.projection_input_dim,
                Some(b"size") => &mut info.size,
                Some(b"max-level") => &mut info.max_level,
                Some(b"attributes-count") => &mut info.attributes,
                Some(b"vset-uid") => &mut info.uid,
                Some(b"hnsw-max-node-uid") => &mut info.max_node_uid,
                _ => continue,
            };
            *number = u64::from_reply(value)?;
        }
        Ok(info)
    }
}
