//! The commands on vector sets.

use redial::Bytes;

use super::*;
use crate::face::test;

/// Whether two vectors are about the same: quantized numbers are off by a little.
fn is_about(vector: &[f32], wanted: &[f32]) -> bool {
    let is_near = |(a, b): (&f32, &f32)| (a - b).abs() < 0.02;
    vector.len() == wanted.len() && vector.iter().zip(wanted).all(is_near)
}

fn about(score: f64, wanted: f64) -> bool {
    (score - wanted).abs() < 0.01
}

#[maybe_async]
#[test]
async fn elements_are_added_asked_for_and_removed() -> Result<()> {
    if lacks("VADD", "elements_are_added_asked_for_and_removed") {
        return Ok(());
    }
    let r = client();
    let k = key("vadd");
    let is_new = r.vadd(&k, [1.0, 0.0, 0.0], "x").await?;
    assert!(is_new);
    let y = [0.0, 2.0, 0.0];
    let is_new = r.vadd(&k, &y[..], "y").await?;
    assert!(is_new);
    let is_new = r.vadd(&k, vec![0.5, 0.25, -1.0], "y").await?;
    assert!(!is_new);
    let (size, dim) = (r.vcard(&k).await?, r.vdim(&k).await?);
    assert_eq!((size, dim), (2, 3));
    let y = r.vemb(&k, "y").await?.unwrap();
    assert!(is_about(&y, &[0.5, 0.25, -1.0]), "{y:?}");
    let none = r.vemb(&k, "z").await?;
    assert_eq!(none, None);
    let (x, z) = (r.vismember(&k, "x").await?, r.vismember(&k, "z").await?);
    assert_eq!((x, z), (true, false));
    let error = r.vadd(&k, [1.0, 0.0], "z").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));

    let gone = r.vrem(&k, "x").await?;
    assert!(gone);
    let gone = r.vrem(&k, "x").await?;
    assert!(!gone);
    r.vrem(&k, "y").await?;
    let left = r.exists(&k).await?;
    assert_eq!(left, 0);
    let kind = r.key_type(&k).await?;
    assert_eq!(kind, KeyType::None);
    Ok(())
}

#[maybe_async]
#[test]
async fn where_there_is_no_set_there_is_nothing() -> Result<()> {
    if lacks("VADD", "where_there_is_no_set_there_is_nothing") {
        return Ok(());
    }
    let r = client();
    let k = key("no_vector_set");
    let size = r.vcard(&k).await?;
    assert_eq!(size, 0);
    let error = r.vdim(&k).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let (vector, raw) = (r.vemb(&k, "a").await?, r.vemb_raw(&k, "a").await?);
    assert_eq!((vector, raw), (None, None));
    let (attributes, info) = (r.vgetattr::<String>(&k, "a").await?, r.vinfo(&k).await?);
    assert_eq!((attributes, info), (None, None));
    let (is, gone) = (r.vismember(&k, "a").await?, r.vrem(&k, "a").await?);
    let set = r.vsetattr(&k, "a", "{}").await?;
    assert_eq!((is, gone, set), (false, false, false));
    let links = r.vlinks::<String>(&k, "a").await?;
    assert_eq!(links, None);
    let links = r.vlinks_withscores::<String>(&k, "a").await?;
    assert_eq!(links, None);
    let one = r.vrandmember::<String>(&k).await?;
    assert_eq!(one, None);
    let some = r.vrandmember_count::<String>(&k, 2).await?;
    assert_eq!(some, [""; 0]);
    let found = r.vsim::<String>(&k, VsimQuery::element("a")).await?;
    assert_eq!(found, [""; 0]);

    r.set(&k, "text").await?;
    for error in [
        r.vadd(&k, [1.0], "a").await.unwrap_err(),
        r.vcard(&k).await.unwrap_err(),
    ] {
        assert_eq!(error.code(), Some("WRONGTYPE"));
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_set_is_made_as_its_options_say() -> Result<()> {
    if lacks("VADD", "a_set_is_made_as_its_options_say") {
        return Ok(());
    }
    use VectorQuantization::{Bin, NoQuant, Q8};
    let r = client();
    let vector = [0.5, -0.25, 1.0, 2.0];
    for (quantization, bytes) in [(NoQuant, 16), (Q8, 4), (Bin, 8)] {
        let k = key(&format!("vadd_{quantization:?}"));
        let options = VaddOptions::new()
            .cas()
            .quantization(quantization.clone())
            .ef(50)
            .attributes(r#"{"a":1}"#)
            .links(8);
        r.vadd_with(&k, vector, "a", options.clone()).await?;
        let info = r.vinfo(&k).await?.unwrap();
        assert_eq!(info.quantization, quantization);
        assert_eq!((info.links, info.dim, info.size), (8, 4, 1));
        assert_eq!((info.attributes, info.projection_input_dim), (1, 0));
        assert_eq!(info.max_node_uid, 1);
        let raw = r.vemb_raw(&k, "a").await?.unwrap();
        assert_eq!(raw.quantization, quantization);
        assert_eq!(raw.data.len(), bytes);
        assert!(about(raw.norm, 2.304_886), "{raw:?}");
        assert_eq!(raw.range.is_some(), quantization == Q8);
        if quantization == NoQuant {
            let numbers: Vec<f32> = raw
                .data
                .chunks(4)
                .map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap()) * raw.norm as f32)
                .collect();
            assert!(is_about(&numbers, &vector), "{numbers:?}");
        }
        let attributes: Option<String> = r.vgetattr(&k, "a").await?;
        assert_eq!(attributes.as_deref(), Some(r#"{"a":1}"#));
        let other = VaddOptions::new().quantization(match quantization {
            Q8 => Bin,
            _ => Q8,
        });
        let error = r.vadd_with(&k, vector, "b", other).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
        r.delete(&k).await?;
    }

    let k = key("vadd_reduce");
    let options = VaddOptions::new().reduce(2).quantization(NoQuant);
    r.vadd_with(&k, vector, "a", options).await?;
    let info = r.vinfo(&k).await?.unwrap();
    assert_eq!((info.dim, info.projection_input_dim), (2, 4));
    let found: Vec<String> = r.vsim(&k, VsimQuery::vector(vector)).await?;
    assert_eq!(found, ["a"]);
    r.delete(&k).await?;

    let bad = [
        VaddOptions::new().links(0),
        VaddOptions::new().ef(0),
        VaddOptions::new().reduce(0),
        VaddOptions::new().quantization(VectorQuantization::Other("Q1".into())),
    ];
    for options in bad {
        let error = r.vadd_with(&k, vector, "a", options).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn vectors_are_the_same_as_bytes_and_as_digits() -> Result<()> {
    if lacks("VADD", "vectors_are_the_same_as_bytes_and_as_digits") {
        return Ok(());
    }
    let r = client();
    let k = key("vector_input");
    let vector = [0.125_f32, -3.5, 1e-3];
    let exact = VaddOptions::new().quantization(VectorQuantization::NoQuant);
    let bytes: Vec<u8> = vector.iter().flat_map(|n| n.to_le_bytes()).collect();
    let inputs = [
        VectorInput::from(vector),
        VectorInput::fp32(&bytes),
        VectorInput::values(&vector),
    ];
    let mut raw = Vec::new();
    for (element, input) in ["a", "b", "c"].into_iter().zip(inputs) {
        r.vadd_with(&k, input.clone(), element, exact.clone())
            .await?;
        raw.push(r.vemb_raw(&k, element).await?.unwrap());
        let query = VsimQuery::vector(input).epsilon(1e-6);
        let found: Vec<String> = r.vsim(&k, query).await?;
        assert_eq!(found.len(), raw.len());
    }
    assert_eq!(raw[0], raw[1]);
    assert_eq!(raw[0], raw[2]);
    let none: [f32; 0] = [];
    for broken in [
        VectorInput::from(none),
        VectorInput::values(&none),
        VectorInput::fp32(&bytes[..5]),
    ] {
        let error = r.vadd(&k, broken, "d").await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn similar_elements_are_found() -> Result<()> {
    if lacks("VSIM", "similar_elements_are_found") {
        return Ok(());
    }
    let r = client();
    let k = key("vsim");
    let red = VaddOptions::new().attributes(r#"{"red":1}"#);
    let plain = VaddOptions::new();
    for (element, vector, options) in [
        ("east", [1.0, 0.0], &red),
        ("north", [0.0, 1.0], &plain),
        ("west", [-1.0, 0.0], &red),
    ] {
        r.vadd_with(&k, vector, element, options.clone()).await?;
    }
    let like_east = || VsimQuery::element("east");
    let all: Vec<String> = r.vsim(&k, like_east()).await?;
    assert_eq!(all, ["east", "north", "west"]);
    let up = VsimQuery::vector([0.1, 1.0]).count(2);
    let two: Vec<String> = r.vsim(&k, up).await?;
    assert_eq!(two, ["north", "east"]);
    let near: Vec<String> = r.vsim(&k, like_east().epsilon(0.6)).await?;
    assert_eq!(near, ["east", "north"]);
    let red: Vec<String> = r.vsim(&k, like_east().filter(".red == 1")).await?;
    assert_eq!(red, ["east", "west"]);
    let thorough = like_east().ef(10).filter_ef(100).truth().nothread();
    let all: Vec<String> = r.vsim(&k, thorough.filter(".red")).await?;
    assert_eq!(all, ["east", "west"]);

    let scores: Vec<(String, f64)> = r.vsim_withscores(&k, like_east()).await?;
    for ((element, score), (wanted, about_score)) in
        scores
            .iter()
            .zip([("east", 1.0), ("north", 0.5), ("west", 0.0)])
    {
        assert_eq!(element, wanted);
        assert!(about(*score, about_score), "{scores:?}");
    }
    assert_eq!(scores.len(), 3);
    let attributes: Vec<(String, Option<String>)> = r.vsim_withattribs(&k, like_east()).await?;
    let red = || Some(r#"{"red":1}"#.to_owned());
    let wanted = [
        ("east".to_owned(), red()),
        ("north".to_owned(), None),
        ("west".to_owned(), red()),
    ];
    assert_eq!(attributes, wanted);
    let both: Vec<VsimMatch<String, String>> =
        r.vsim_withscores_withattribs(&k, like_east()).await?;
    for ((found, (element, attributes)), (_, score)) in both.iter().zip(wanted).zip(&scores) {
        assert_eq!(found.element, element);
        assert_eq!(found.attributes, attributes);
        assert!(about(found.score, *score));
    }
    assert_eq!(both.len(), 3);
    let none: Vec<VsimMatch<String, String>> = r
        .vsim_withscores_withattribs(&k, like_east().filter(".blue"))
        .await?;
    assert_eq!(none, []);

    for wrong in [
        VsimQuery::element("south"),
        VsimQuery::vector([1.0]),
        like_east().filter("(("),
        like_east().count(0),
        like_east().epsilon(-1.0),
        like_east().ef(0),
    ] {
        let error = r.vsim::<String>(&k, wrong).await.unwrap_err();
        assert_eq!(error.code(), Some("ERR"));
    }
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn attributes_are_set_replaced_and_taken_away() -> Result<()> {
    if lacks("VSETATTR", "attributes_are_set_replaced_and_taken_away") {
        return Ok(());
    }
    let r = client();
    let k = key("vsetattr");
    r.vadd(&k, [1.0, 2.0], "a").await?;
    for (set, wanted) in [
        (r#"{"n":1}"#, Some(r#"{"n":1}"#)),
        (r#"{"n":2}"#, Some(r#"{"n":2}"#)),
        ("", None),
    ] {
        let is_there = r.vsetattr(&k, "a", set).await?;
        assert!(is_there);
        let attributes: Option<String> = r.vgetattr(&k, "a").await?;
        assert_eq!(attributes.as_deref(), wanted);
    }
    let is_there = r.vsetattr(&k, "b", "{}").await?;
    assert!(!is_there);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn links_and_random_elements_are_of_the_set() -> Result<()> {
    if lacks("VLINKS", "links_and_random_elements_are_of_the_set") {
        return Ok(());
    }
    let r = client();
    let k = key("vlinks");
    r.vadd(&k, [1.0, 0.0], "a").await?;
    r.vadd(&k, [0.0, 1.0], "b").await?;
    let links: Vec<Vec<String>> = r.vlinks(&k, "a").await?.unwrap();
    // The layers above the lowest are there by chance.
    assert_eq!(links.last().unwrap(), &["b"]);
    let links: Vec<Vec<(String, f64)>> = r.vlinks_withscores(&k, "a").await?.unwrap();
    let [(element, score)] = &links.last().unwrap()[..] else {
        panic!("{links:?}");
    };
    assert!(element == "b" && about(*score, 0.5), "{links:?}");
    let none: Option<Vec<Vec<String>>> = r.vlinks(&k, "c").await?;
    assert_eq!(none, None);

    let one: Option<String> = r.vrandmember(&k).await?;
    assert!(matches!(one.as_deref(), Some("a" | "b")));
    let mut both: Vec<String> = r.vrandmember_count(&k, 5).await?;
    both.sort();
    assert_eq!(both, ["a", "b"]);
    let again: Vec<String> = r.vrandmember_count(&k, -5).await?;
    assert_eq!(again.len(), 5);
    assert!(again.iter().all(|element| both.contains(element)));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn elements_are_listed_in_their_order() -> Result<()> {
    if lacks("VRANGE", "elements_are_listed_in_their_order") {
        return Ok(());
    }
    let r = client();
    let k = key("vrange");
    for element in ["c", "a", "b"] {
        r.vadd(&k, [1.0, 0.0], element).await?;
    }
    let all: Vec<String> = r.vrange(&k, LexBound::MIN, LexBound::MAX).await?;
    assert_eq!(all, ["a", "b", "c"]);
    let some: Vec<String> = r.vrange_count(&k, LexBound::exclusive("a"), "+", 1).await?;
    assert_eq!(some, ["b"]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn elements_may_be_any_bytes_and_numbers_no_numbers() -> Result<()> {
    if lacks("VADD", "elements_may_be_any_bytes_and_numbers_no_numbers") {
        return Ok(());
    }
    let r = client();
    let k = key("odd_vectors");
    let exact = VaddOptions::new().quantization(VectorQuantization::NoQuant);
    let odd = [f32::NAN, f32::INFINITY, f32::MAX];
    let element: &[u8] = b"\xff\0";
    r.vadd_with(&k, odd, element, exact.clone()).await?;
    let vector = r.vemb(&k, element).await?.unwrap();
    assert!(vector.iter().all(|number| number.is_nan()), "{vector:?}");
    let elements: Vec<Bytes> = r.vrandmember_count(&k, 1).await?;
    assert_eq!(elements, [element]);
    r.delete(&k).await?;

    let many = vec![0.5; 30_000];
    r.vadd_with(&k, &many, "a", exact).await?;
    let back = r.vemb(&k, "a").await?.unwrap();
    assert!(is_about(&back, &many));
    let found: Vec<(String, f64)> = r.vsim_withscores(&k, VsimQuery::vector(many)).await?;
    assert!(about(found[0].1, 1.0));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn vector_set_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("VADD", "vector_set_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let k = key("vector_pipeline");
    let mut pipe = r.pipeline();
    pipe.vadd(&k, [1.0, 0.0], "a")
        .vemb(&k, "a")
        .vemb(&k, "b")
        .vsim::<String>(&k, VsimQuery::element("a"))
        .vsim_withscores_withattribs::<String, String>(&k, VsimQuery::element("a"))
        .delete(&k);
    type Both = Vec<VsimMatch<String, String>>;
    type All = (
        bool,
        Option<Vec<f32>>,
        Option<Vec<f32>>,
        Vec<String>,
        Both,
        i64,
    );
    let (is_new, a, b, found, both, gone): All = pipe.execute().await?;
    assert!(is_new && is_about(&a.unwrap(), &[1.0, 0.0]));
    assert_eq!((b, found, gone), (None, vec!["a".to_owned()], 1));
    assert_eq!((both[0].element.as_str(), both.len()), ("a", 1));
    Ok(())
}
