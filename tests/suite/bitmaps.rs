//! The bitmap commands.

use super::*;
use crate::face::test;

#[maybe_async]
#[test]
async fn bits_are_set_and_read() -> Result<()> {
    let r = client();
    let k = key("bits_are_set");
    let before = r.setbit(&k, 9, Bit::One).await?;
    let again = r.setbit(&k, 9, Bit::One).await?;
    assert!(!before && again);
    let (set, clear) = (r.getbit(&k, 9).await?, r.getbit(&k, 8).await?);
    let beyond = r.getbit(&k, 1 << 31).await?;
    assert!(set && !clear && !beyond);
    let bytes: Option<Vec<u8>> = r.get(&k).await?;
    assert_eq!(bytes, Some(vec![0, 0b0100_0000]));
    let before = r.setbit(&k, 9, false.into()).await?;
    let set = r.getbit(&k, 9).await?;
    assert!(before && !set);
    r.setbit(&k, 0, true.into()).await?;
    let bytes: Option<Vec<u8>> = r.get(&k).await?;
    assert_eq!(bytes, Some(vec![0b1000_0000, 0]));
    let error = r.setbit(&k, u64::MAX, Bit::One).await.unwrap_err();
    assert_eq!(
        (error.code(), error.command()),
        (Some("ERR"), Some("SETBIT"))
    );
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn bits_are_counted() -> Result<()> {
    let r = client();
    let (k, missing) = (key("bits_are_counted"), key("bits_are_counted:missing"));
    r.set(&k, b"\x01\xff\x03").await?;
    let n = r.bitcount(&k).await?;
    assert_eq!(n, 11);
    let n = r.bitcount(&missing).await?;
    assert_eq!(n, 0);
    let n = r.bitcount_range(&k, BitRange::bytes(0, 1)).await?;
    assert_eq!(n, 9);
    let n = r.bitcount_range(&k, BitRange::bytes(-1, -1)).await?;
    assert_eq!(n, 2);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_bit_is_found() -> Result<()> {
    let r = client();
    let (k, missing) = (key("a_bit_is_found"), key("a_bit_is_found:missing"));
    r.set(&k, b"\xff\xf0\x00\xff").await?;
    let at = r.bitpos(&k, Bit::Zero).await?;
    assert_eq!(at, 12);
    let at = r.bitpos(&k, Bit::One).await?;
    assert_eq!(at, 0);
    let at = r.bitpos_range(&k, Bit::One, BitRange::from_byte(2)).await?;
    assert_eq!(at, 24);
    let at = r
        .bitpos_range(&k, Bit::One, BitRange::bytes(-2, -2))
        .await?;
    assert_eq!(at, -1);
    // Behind the end all bits are clear, unless the range has an end.
    let at = r
        .bitpos_range(&k, Bit::Zero, BitRange::from_byte(3))
        .await?;
    assert_eq!(at, 32);
    let at = r
        .bitpos_range(&k, Bit::Zero, BitRange::bytes(3, -1))
        .await?;
    assert_eq!(at, -1);
    let (set, clear) = (
        r.bitpos(&missing, Bit::One).await?,
        r.bitpos(&missing, Bit::Zero).await?,
    );
    assert_eq!((set, clear), (-1, 0));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_range_may_be_one_of_bits() -> Result<()> {
    if lacks_option("BITCOUNT", "BIT", "a_range_may_be_one_of_bits") {
        return Ok(());
    }
    let r = client();
    let k = key("range_of_bits");
    r.set(&k, b"\x01\xff\x03").await?;
    let n = r.bitcount_range(&k, BitRange::bits(7, 9)).await?;
    assert_eq!(n, 3);
    let n = r.bitcount_range(&k, BitRange::bits(-3, -1)).await?;
    assert_eq!(n, 2);
    let at = r.bitpos_range(&k, Bit::Zero, BitRange::bits(7, -1)).await?;
    assert_eq!(at, 16);
    let at = r.bitpos_range(&k, Bit::Zero, BitRange::bits(8, 15)).await?;
    assert_eq!(at, -1);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn bits_are_counted_from_a_byte_on() -> Result<()> {
    let server = Server::shared();
    if !server.is_valkey() {
        server.record_lack("BITCOUNT without an end", "bits_are_counted_from_a_byte_on");
        return Ok(());
    }
    let r = client();
    let k = key("counted_from_a_byte");
    r.set(&k, b"\x01\xff\x03").await?;
    let n = r.bitcount_range(&k, BitRange::from_byte(1)).await?;
    assert_eq!(n, 10);
    r.delete(&k).await?;
    Ok(())
}

/// What the operation makes of three bytes.
#[maybe_async]
async fn combined(r: &Redis, name: &str, operation: BitOperation) -> Result<u8> {
    let keys = ["a", "b", "c"].map(|part| key(&format!("{name}:{part}")));
    for (k, byte) in keys.iter().zip([0b1111_0000, 0b1100_1100, 0b1010_1010_u8]) {
        r.set(k, [byte]).await?;
    }
    let dest = key(&format!("{name}:dest"));
    let len = match operation {
        BitOperation::Not => r.bitop(operation, &dest, &keys[0]).await?,
        _ => r.bitop(operation, &dest, &keys).await?,
    };
    assert_eq!(len, 1);
    let bytes: Option<Vec<u8>> = r.get(&dest).await?;
    r.delete((&dest, &keys[0], &keys[1], &keys[2])).await?;
    Ok(bytes.unwrap()[0])
}

#[maybe_async]
#[test]
async fn strings_are_combined_bit_by_bit() -> Result<()> {
    let r = client();
    for (operation, expected) in [
        (BitOperation::And, 0b1000_0000),
        (BitOperation::Or, 0b1111_1110),
        (BitOperation::Xor, 0b1001_0110),
        (BitOperation::Not, 0b0000_1111),
    ] {
        let byte = combined(&r, "bit_by_bit", operation).await?;
        assert_eq!(byte, expected, "{operation:?}");
    }
    let (dest, missing) = (key("bit_by_bit:none"), key("bit_by_bit:missing"));
    let len = r.bitop(BitOperation::Or, &dest, [&missing]).await?;
    assert_eq!(len, 0);
    let two = [&missing, &dest];
    let error = r.bitop(BitOperation::Not, &dest, two).await.unwrap_err();
    assert_eq!(
        (error.code(), error.command()),
        (Some("ERR"), Some("BITOP"))
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn strings_differ_bit_by_bit() -> Result<()> {
    if lacks_option("BITOP", "DIFF", "strings_differ_bit_by_bit") {
        return Ok(());
    }
    let r = client();
    for (operation, expected) in [
        (BitOperation::Diff, 0b0001_0000),
        (BitOperation::Diff1, 0b0000_1110),
        (BitOperation::AndOr, 0b1110_0000),
        (BitOperation::One, 0b0001_0110),
    ] {
        let byte = combined(&r, "differ_bit_by_bit", operation).await?;
        assert_eq!(byte, expected, "{operation:?}");
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn integers_of_any_width_lie_in_a_string() -> Result<()> {
    let r = client();
    let k = key("integers_of_any_width");
    let field = BitField::new()
        .set(BitInt::I8, BitOffset::nth(1), -5)
        .get(BitInt::i(8), 8)
        .get(BitInt::U8, "#1")
        .set(BitInt::u(4), 0, 9)
        .incrby(BitInt::u(4), BitOffset::bits(0), 1)
        .get(BitInt::U16, 0);
    let results = r.bitfield(&k, field).await?;
    let expected = [0, -5, 251, 0, 10, 0xa0fb].map(Some);
    assert_eq!(results, expected);
    let bytes: Option<Vec<u8>> = r.get(&k).await?;
    assert_eq!(bytes, Some(vec![0xa0, 0xfb]));
    let reads = BitFieldRo::new()
        .get(BitInt::u(1), 0)
        .get(BitInt::I16, 0)
        .get(BitInt::I64, BitOffset::nth(9));
    let results = r.bitfield_ro(&k, reads).await?;
    assert_eq!(results, [1, -24325, 0]);
    for (kind, largest) in [
        (BitInt::I16, i64::from(i16::MAX)),
        (BitInt::U16, i64::from(u16::MAX)),
        (BitInt::I32, i64::from(i32::MAX)),
        (BitInt::U32, i64::from(u32::MAX)),
        (BitInt::u(63), i64::MAX),
        (BitInt::I64, i64::MAX),
    ] {
        let field = BitField::new().set(kind, 0, largest).get(kind, 0);
        let results = r.bitfield(&k, field).await?;
        assert_eq!(results[1], Some(largest), "{kind:?}");
    }
    let none = r.bitfield(&k, BitField::new()).await?;
    assert_eq!(none, []);
    let field = BitField::new().get(BitInt::u(64), 0);
    let error = r.bitfield(&k, field).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn what_does_not_fit_wraps_or_stays_or_fails() -> Result<()> {
    let r = client();
    let k = key("does_not_fit");
    let u2 = BitInt::u(2);
    let field = BitField::new()
        .set(u2, 0, 3)
        .incrby(u2, 0, 2)
        .overflow(Overflow::Sat)
        .incrby(u2, 0, 9)
        .overflow(Overflow::Fail)
        .incrby(u2, 0, 1)
        .set(u2, 0, 4)
        .get(u2, 0)
        .overflow(Overflow::Wrap)
        .incrby(u2, 0, 1);
    let results = r.bitfield(&k, field).await?;
    let expected = [Some(0), Some(1), Some(3), None, None, Some(3), Some(0)];
    assert_eq!(results, expected);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn bitmap_commands_go_into_a_pipeline() -> Result<()> {
    let r = client();
    let (k, dest) = (key("bitmap_pipeline"), key("bitmap_pipeline:dest"));
    let mut pipe = r.pipeline();
    pipe.setbit(&k, 1, Bit::One)
        .getbit(&k, 1)
        .bitcount(&k)
        .bitpos(&k, Bit::One)
        .bitop(BitOperation::Not, &dest, &k)
        .bitfield(&k, BitField::new().incrby(BitInt::U8, 0, 1))
        .bitfield_ro(&dest, BitFieldRo::new().get(BitInt::U8, 0))
        .delete([&k, &dest]);
    type Ints = Vec<i64>;
    let (before, bit, count, at, len, sum, not, gone): (
        bool,
        bool,
        i64,
        i64,
        i64,
        Ints,
        Ints,
        i64,
    ) = pipe.execute().await?;
    assert!(!before && bit);
    assert_eq!((count, at, len, gone), (1, 1, 1, 2));
    assert_eq!((sum, not), (vec![0x41], vec![0xbf]));
    Ok(())
}
