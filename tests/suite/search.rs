//! The search commands.

use std::collections::HashMap;
use std::time::Instant;

use super::*;
use crate::face::test;

type Fields = HashMap<String, String>;
type Found = SearchResults<Fields>;

/// Waits until an index has this many documents, and has nothing left to do.
#[maybe_async]
async fn wait_for(r: &Redis, index: &str, documents: u64) -> Result<SearchIndexInfo> {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let info = r.ft_info(index).await?;
        if info.num_docs == documents && !info.indexing {
            return Ok(info);
        }
        assert!(
            Instant::now() < deadline,
            "{} of {documents} documents",
            info.num_docs
        );
        sleep(Duration::from_millis(10)).await;
    }
}

/// An index of three books, each with a title, a genre, a year and a place.
#[maybe_async]
async fn books(r: &Redis, name: &str) -> Result<String> {
    let index = key(name);
    let schema = SearchSchema::new()
        .field(TextField::new("title").sortable())
        .field(TextField::new("blurb"))
        .field(TagField::new("genre").separator(';'))
        .field(NumericField::new("year").sortable())
        .field(GeoField::new("place"));
    let prefix = format!("{index}:doc:");
    let definition = IndexDefinition::new().on_hash().prefix(&prefix);
    r.ft_create_with(&index, schema, definition).await?;
    for (id, title, blurb, genre, year, place) in [
        (
            "a",
            "green sea",
            "the old sea and the young man",
            "novel;sea",
            "1950",
            "2.35,48.85",
        ),
        (
            "b",
            "green hills",
            "green grass on green hills",
            "essay",
            "1935",
            "13.4,52.5",
        ),
        (
            "c",
            "red planet",
            "a man far from any sea",
            "novel",
            "2011",
            "2.3,48.8",
        ),
    ] {
        let fields = [
            ("title", title),
            ("blurb", blurb),
            ("genre", genre),
            ("year", year),
            ("place", place),
        ];
        r.hset(format!("{prefix}{id}"), fields).await?;
    }
    wait_for(r, &index, 3).await?;
    Ok(index)
}

/// The last letters of the names of what was found.
fn ids<T>(found: &SearchResults<T>) -> String {
    let last = |d: &SearchDocument<T>| d.id.chars().last();
    found.documents.iter().filter_map(last).collect()
}

fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort();
    items
}

#[maybe_async]
#[test]
async fn documents_are_found_with_their_fields() -> Result<()> {
    if lacks("FT.SEARCH", "documents_are_found_with_their_fields") {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_search").await?;
    let found: Found = r.ft_search(&index, "planet").await?;
    assert_eq!((found.total, ids(&found).as_str()), (1, "c"));
    let document = &found.documents[0];
    let fields = document.fields.as_ref().unwrap();
    assert_eq!(
        (fields["title"].as_str(), fields["year"].as_str()),
        ("red planet", "2011")
    );
    assert_eq!(
        (document.score, &document.payload, &document.sortkey),
        (None, &None, &None)
    );
    assert_eq!(found.warnings, [""; 0]);
    let found: Found = r.ft_search(&index, "nowhere").await?;
    assert_eq!((found.total, found.documents.len()), (0, 0));
    let found: Found = r.ft_search(&index, "@genre:{essay}").await?;
    assert_eq!(ids(&found), "b");
    let error = r
        .ft_search::<Fields, String>(key("ft_search:none"), "*")
        .await
        .unwrap_err();
    assert!(error.is_server());
    let error = r
        .ft_search::<Fields, String>(&index, "((")
        .await
        .unwrap_err();
    assert!(error.is_server());
    r.ft_dropindex_dd(&index).await?;
    let left = r.exists(format!("{index}:doc:a")).await?;
    assert_eq!(left, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn what_is_told_of_a_document_is_what_was_asked_for() -> Result<()> {
    if lacks(
        "FT.SEARCH",
        "what_is_told_of_a_document_is_what_was_asked_for",
    ) {
        return Ok(());
    }
    let r = client();
    let index = key("ft_search_details");
    let (with, without) = (format!("{index}:doc:1"), format!("{index}:doc:2"));
    let definition = IndexDefinition::new().prefix(format!("{index}:doc:"));
    let schema = SearchSchema::new().field(TextField::new("t").sortable());
    r.ft_create_with(&index, schema, definition.payload_field("p"))
        .await?;
    r.hset(&with, [("t", "x one"), ("p", "7")]).await?;
    r.hset(&without, [("t", "x two")]).await?;
    wait_for(&r, &index, 2).await?;

    let plain = SearchOptions::new().sortby("t").scorer("DOCSCORE");
    let scores = plain.clone().withscores();
    let payloads = plain.clone().withpayloads();
    let sortkeys = plain.clone().withsortkeys();
    let explained = sortkeys.clone().explainscore().scorer("TFIDF");
    for (options, details) in [
        (plain, 0),
        (scores, 1),
        (payloads, 2),
        (sortkeys, 3),
        (explained, 4),
    ] {
        for content in [true, false] {
            let options = match content {
                true => options.clone(),
                false => options.clone().nocontent(),
            };
            let found: Found = r.ft_search_with(&index, "x", options).await?;
            assert_eq!(found.total, 2);
            let [one, two] = &*found.documents else {
                panic!("{found:?}")
            };
            assert_eq!((&one.id, &two.id), (&with, &without));
            assert_eq!(
                (one.fields.is_some(), two.fields.is_some()),
                (content, content)
            );
            assert_eq!(one.score.is_some(), details >= 1);
            assert!(one.score.is_none_or(|score| score == 1.0 || details == 4));
            assert_eq!(one.payload.as_deref() == Some(b"7"), details >= 2);
            assert_eq!(two.payload, None);
            assert_eq!(one.sortkey.as_deref() == Some(b"$x one"), details >= 3);
            assert_eq!(two.sortkey.as_deref() == Some(b"$x two"), details >= 3);
            let steps = one
                .explanation
                .as_ref()
                .map(|e| (!e.text.is_empty(), e.children.len()));
            assert_eq!(
                steps.is_some_and(|(said, children)| said && children > 0),
                details >= 4
            );
        }
    }
    let counted: Found = r
        .ft_search_with(&index, "x", SearchOptions::new().limit(0, 0))
        .await?;
    assert_eq!((counted.total, counted.documents.len()), (2, 0));
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_search_keeps_to_its_filters() -> Result<()> {
    if lacks("FT.SEARCH", "a_search_keeps_to_its_filters") {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_search_filters").await?;
    let all = || SearchOptions::new().nocontent().sortby("year");
    let document = |id: &str| format!("{index}:doc:{id}");
    let (paris, km) = ((2.35, 48.85), GeoUnit::Kilometers);
    for (query, options, wanted) in [
        ("*", all(), "bac"),
        ("*", all().sortby_desc("year"), "cab"),
        ("*", all().limit(1, 1), "a"),
        ("*", all().filter("year", 1935, 1950), "ba"),
        (
            "*",
            all().filter("year", ScoreBound::exclusive(1935.0), ScoreBound::MAX),
            "ac",
        ),
        (
            "*",
            all()
                .filter("year", 1935, "+inf")
                .filter("year", "-inf", "(1950"),
            "b",
        ),
        ("*", all().geofilter("place", paris, 1.0, km), "a"),
        ("*", all().geofilter("place", paris, 7.0, km), "ac"),
        (
            "*",
            all().geofilter("place", paris, 7.0, GeoUnit::Meters),
            "a",
        ),
        ("*", all().inkeys([document("a"), document("c")]), "ac"),
        ("green", all().inkeys(document("a")), "a"),
        ("sea", all(), "ac"),
        ("sea", all().infields("title"), "a"),
        ("sea", all().infields(["title", "blurb"]), "ac"),
        ("seas", all(), "ac"),
        ("seas", all().verbatim(), ""),
        ("man sea", all().slop(0), ""),
        ("man sea", all().slop(2), "a"),
        ("man sea", all().slop(5), "ac"),
        ("man sea", all().slop(5).inorder(), "c"),
        ("seas", all().language("english"), "ac"),
        ("seas", all().expander("SBSTEM"), "ac"),
        ("the old", all().nostopwords(), ""),
        ("the old", all(), "a"),
        ("*", all().timeout(Duration::from_secs(5)), "bac"),
        ("*", all().params([("", ""); 0]).dialect(2), "bac"),
        ("sea", all().inkeys(()), ""),
        (
            "@year:[$from $to]",
            all().params([("from", 1940), ("to", 1960)]).dialect(2),
            "a",
        ),
        (
            "@year:[$from $to]",
            all().params(("from", 1940)).params(("to", 2020)).dialect(3),
            "ac",
        ),
    ] {
        let shown = format!("{query} {options:?}");
        let found: Found = r.ft_search_with(&index, query, options).await?;
        assert_eq!(ids(&found), wanted, "{shown}");
    }
    for (options, total) in [(all().withcount(), 3), (all().withoutcount(), 1)] {
        let found: Found = r.ft_search_with(&index, "*", options.limit(0, 1)).await?;
        assert_eq!((found.total, ids(&found).as_str()), (total, "b"));
    }
    for options in [
        all().sortby("nowhere"),
        all().scorer("nowhere"),
        all().language("nowhere"),
        all().dialect(99),
        all().filter("title", "x", "y"),
    ] {
        let shown = format!("{options:?}");
        let error = r
            .ft_search_with::<Fields, String>(&index, "sea", options)
            .await;
        assert!(error.is_err_and(|e| e.is_server()), "{shown}");
    }
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn fields_are_returned_as_they_are_wanted() -> Result<()> {
    if lacks("FT.SEARCH", "fields_are_returned_as_they_are_wanted") {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_search_fields").await?;
    let only = SearchOptions::new()
        .return_fields(["title", "nowhere"])
        .return_field_as("year", "y");
    let found: Found = r
        .ft_search_with(&index, "planet", only.withscores())
        .await?;
    let fields = found.documents[0].fields.clone().unwrap();
    let wanted =
        [("title", "red planet"), ("y", "2011")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    assert_eq!(fields, HashMap::from(wanted));
    assert!(found.documents[0].score.is_some());
    let none = SearchOptions::new().return_fields(());
    let found: Found = r.ft_search_with(&index, "planet", none).await?;
    assert_eq!(
        (ids(&found).as_str(), &found.documents[0].fields),
        ("c", &None)
    );

    let options = SearchOptions::new().highlight(SearchHighlight::new());
    let found: Found = r.ft_search_with(&index, "planet", options).await?;
    let fields = found.documents[0].fields.clone().unwrap();
    assert_eq!(fields["title"], "red <b>planet</b>");
    let marked = SearchHighlight::new().fields("title").tags("[", "]");
    let summary = SearchSummary::new()
        .fields(["blurb"])
        .frags(1)
        .len(2)
        .separator(" …");
    let options = SearchOptions::new().highlight(marked).summarize(summary);
    let found: Found = r
        .ft_search_with(
            &index,
            "green",
            options.infields(["title", "blurb"]).limit(0, 1),
        )
        .await?;
    let fields = found.documents[0].fields.clone().unwrap();
    assert_eq!(fields["title"], "[green] hills");
    assert!(
        fields["blurb"].ends_with(" …") && !fields["blurb"].contains("hills"),
        "{fields:?}"
    );
    r.ft_dropindex(&index).await?;
    let left = r
        .delete(["a", "b", "c"].map(|id| format!("{index}:doc:{id}")))
        .await?;
    assert_eq!(left, 3);
    Ok(())
}

#[maybe_async]
#[test]
async fn scorers_score_and_payloads_are_compared() -> Result<()> {
    if lacks("FT.SEARCH", "scorers_score_and_payloads_are_compared") {
        return Ok(());
    }
    let r = client();
    let index = key("ft_scorers");
    let definition = IndexDefinition::new().prefix(format!("{index}:doc:"));
    let definition = definition.score(0.5).score_field("s").payload_field("p");
    let schema = SearchSchema::new().field(TextField::new("t"));
    r.ft_create_with(&index, schema, definition).await?;
    r.hset(
        format!("{index}:doc:1"),
        [("t", "x"), ("s", "0.25"), ("p", "aaaa")],
    )
    .await?;
    r.hset(format!("{index}:doc:2"), [("t", "x"), ("p", "bbbb")])
        .await?;
    wait_for(&r, &index, 2).await?;
    let by = |scorer| SearchOptions::new().scorer(scorer).withscores().nocontent();
    let found: Found = r.ft_search_with(&index, "x", by("DOCSCORE")).await?;
    let scores: Vec<_> = found.documents.iter().map(|d| d.score).collect();
    assert_eq!(
        (ids(&found).as_str(), scores),
        ("21", vec![Some(0.5), Some(0.25)])
    );
    let like = by("HAMMING").payload("aaaa");
    let found: Found = r.ft_search_with(&index, "x", like).await?;
    assert_eq!(
        (ids(&found).as_str(), found.documents[0].score),
        ("12", Some(1.0))
    );
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn json_documents_and_names_that_are_no_text_are_found() -> Result<()> {
    if lacks(
        "FT.SEARCH",
        "json_documents_and_names_that_are_no_text_are_found",
    ) || lacks(
        "JSON.SET",
        "json_documents_and_names_that_are_no_text_are_found",
    ) {
        return Ok(());
    }
    let r = client();
    let index = key("ft_json");
    let schema = SearchSchema::new()
        .field(TextField::new("$.name").alias("name"))
        .field(TagField::new("$.tags[*]").alias("tags"));
    let definition = IndexDefinition::new()
        .on_json()
        .prefix(format!("{index}:doc:"));
    r.ft_create_with(&index, schema, definition).await?;
    let mut id = format!("{index}:doc:").into_bytes();
    id.extend([0xff, 0xfe]);
    r.json_set(&id, "$", r#"{"name":"ann","tags":["a","b"]}"#)
        .await?;
    wait_for(&r, &index, 1).await?;
    let found: SearchResults<Fields, Vec<u8>> = r.ft_search(&index, "@tags:{b}").await?;
    assert_eq!(found.documents[0].id, id);
    let fields = found.documents[0].fields.clone().unwrap();
    assert_eq!(fields["$"], r#"{"name":"ann","tags":["a","b"]}"#);
    let options = SearchOptions::new().return_field_as("$.tags[1]", "second");
    let found: SearchResults<Fields, Vec<u8>> = r.ft_search_with(&index, "ann", options).await?;
    assert_eq!(found.documents[0].fields.clone().unwrap()["second"], "b");
    let error = r
        .ft_search::<Fields, String>(&index, "ann")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), redial::ErrorKind::Decode);
    let info = r.ft_info(&index).await?;
    assert_eq!(info.definition.key_type, "JSON");
    assert_eq!(
        (
            info.attributes[0].identifier.as_str(),
            info.attributes[0].attribute.as_str()
        ),
        ("$.name", "name")
    );
    let tags: Vec<String> = r.ft_tagvals(&index, "tags").await?;
    assert_eq!(sorted(tags), ["a", "b"]);
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_index_is_made_as_it_is_defined() -> Result<()> {
    if lacks("FT.CREATE", "an_index_is_made_as_it_is_defined") {
        return Ok(());
    }
    let r = client();
    let index = key("ft_create");
    let prefixes = [format!("{index}:x:"), format!("{index}:y:")];
    let definition = IndexDefinition::new()
        .prefix(&prefixes)
        .filter("@year>1900")
        .language("french")
        .language_field("lang")
        .score(0.5)
        .score_field("s")
        .payload_field("p")
        .temporary(Duration::from_millis(600_500))
        .nooffsets()
        .nohl()
        .nofields()
        .nofreqs()
        .stopwords(["le", "la"])
        .skipinitialscan();
    let schema = SearchSchema::new().field(
        TextField::new("t")
            .alias("text")
            .weight(2.5)
            .nostem()
            .phonetic("dm:fr")
            .withsuffixtrie()
            .sortable_unf(),
    );
    r.hset(format!("{index}:x:old"), [("t", "vieux"), ("year", "1950")])
        .await?;
    r.ft_create_with(&index, schema.clone(), definition).await?;
    r.hset(
        format!("{index}:x:early"),
        [("t", "ancien"), ("year", "1850")],
    )
    .await?;
    r.hset(
        format!("{index}:y:late"),
        [("t", "jeune"), ("year", "2000")],
    )
    .await?;
    let info = wait_for(&r, &index, 1).await?;
    assert_eq!(info.index_name, index);
    assert_eq!(
        sorted(info.index_options),
        ["NOFIELDS", "NOFREQS", "NOHL", "NOOFFSETS"]
    );
    let source = info.definition;
    assert_eq!(
        (source.key_type.as_str(), source.default_score),
        ("HASH", 0.5)
    );
    assert_eq!(source.prefixes, prefixes);
    let texts = [
        source.filter,
        source.default_language,
        source.language_field,
        source.score_field,
        source.payload_field,
    ];
    let texts = texts.map(|text| text.unwrap());
    assert_eq!(texts, ["@year>1900", "french", "lang", "s", "p"]);
    assert_eq!(
        info.stopwords.map(sorted),
        Some(vec!["la".to_owned(), "le".to_owned()])
    );
    let [text] = &*info.attributes else { panic!() };
    assert_eq!(
        (
            text.identifier.as_str(),
            text.attribute.as_str(),
            text.kind.as_str()
        ),
        ("t", "text", "TEXT")
    );
    assert_eq!(text.details["WEIGHT"], "2.5");
    assert_eq!(
        sorted(text.flags.clone()),
        ["NOSTEM", "SORTABLE", "UNF", "WITHSUFFIXTRIE"]
    );

    let error = r.ft_create(&index, schema).await.unwrap_err();
    assert!(error.is_server());
    let error = r
        .ft_create(key("ft_create:empty"), SearchSchema::new())
        .await
        .unwrap_err();
    assert!(error.is_server());
    let indexes = r.ft_list().await?;
    assert!(indexes.contains(&index));
    r.ft_dropindex(&index).await?;
    let left = r
        .exists(["x:old", "x:early", "y:late"].map(|k| format!("{index}:{k}")))
        .await?;
    assert_eq!(left, 2);
    let error = r.ft_dropindex(&index).await.unwrap_err();
    assert!(error.is_server());
    let error = r.ft_info(&index).await.unwrap_err();
    assert!(error.is_server());
    r.delete(["x:old", "x:early", "y:late"].map(|k| format!("{index}:{k}")))
        .await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn fields_of_all_types_have_their_attributes() -> Result<()> {
    if lacks("FT.CREATE", "fields_of_all_types_have_their_attributes") {
        return Ok(());
    }
    let r = client();
    let index = key("ft_fields");
    let hnsw = HnswVectors::new(VectorType::Float64, 3, DistanceMetric::Cosine)
        .initial_cap(5)
        .m(8)
        .ef_construction(100)
        .ef_runtime(20)
        .epsilon(0.5);
    let flat = FlatVectors::new(VectorType::Float32, 2, DistanceMetric::L2)
        .initial_cap(5)
        .block_size(7);
    let brain = FlatVectors::new(VectorType::BFloat16, 2, DistanceMetric::InnerProduct);
    let half = FlatVectors::new(VectorType::Float16, 2, DistanceMetric::InnerProduct);
    let schema = SearchSchema::new()
        .field(TextField::new("text").indexempty().indexmissing())
        .field(TextField::new("out").sortable().noindex())
        .field(
            TagField::new("tag")
                .separator('|')
                .casesensitive()
                .withsuffixtrie()
                .indexempty()
                .sortable_unf(),
        )
        .field(NumericField::new("n").indexmissing())
        .field(GeoField::new("g").sortable().noindex())
        .field(GeoShapeField::spherical("sphere").indexmissing())
        .field(GeoShapeField::flat("plane").alias("p").noindex())
        .field(VectorField::new("hnsw", hnsw).indexmissing())
        .field(VectorField::new("flat", flat))
        .field(VectorField::new("brain", brain))
        .field(VectorField::new("half", half));
    let definition = IndexDefinition::new().prefix(format!("{index}:doc:"));
    r.ft_create_with(&index, schema, definition.stopwords(()).maxtextfields())
        .await?;
    let info = r.ft_info(&index).await?;
    assert_eq!(info.stopwords.unwrap_or_default(), [""; 0]);
    // Together with others of its kind it makes RediSearch 2.10 crash.
    assert_eq!(info.index_options, ["MAXTEXTFIELDS"]);
    let [text, out, tag, n, g, sphere, plane, hnsw, flat, brain, half] = &*info.attributes else {
        panic!("{:?}", info.attributes)
    };
    let flags = |attribute: &SearchAttribute| sorted(attribute.flags.clone()).join(" ");
    let detail = |attribute: &SearchAttribute, name: &str| attribute.details[name].clone();
    assert_eq!(flags(text), "INDEXEMPTY INDEXMISSING");
    assert_eq!(flags(out), "NOINDEX SORTABLE");
    assert_eq!(
        flags(tag),
        "CASESENSITIVE INDEXEMPTY SORTABLE UNF WITHSUFFIXTRIE"
    );
    assert_eq!(
        (tag.kind.as_str(), detail(tag, "SEPARATOR").as_str()),
        ("TAG", "|")
    );
    assert_eq!(
        (n.kind.as_str(), flags(n).as_str()),
        ("NUMERIC", "INDEXMISSING")
    );
    assert_eq!(
        (g.kind.as_str(), flags(g).as_str()),
        ("GEO", "NOINDEX SORTABLE")
    );
    assert_eq!(
        (
            sphere.kind.as_str(),
            detail(sphere, "coord_system").as_str()
        ),
        ("GEOSHAPE", "SPHERICAL")
    );
    assert_eq!(
        (flags(sphere).as_str(), flags(plane).as_str()),
        ("INDEXMISSING", "NOINDEX")
    );
    assert_eq!(
        (
            plane.attribute.as_str(),
            detail(plane, "coord_system").as_str()
        ),
        ("p", "FLAT")
    );
    let vectors = |attribute: &SearchAttribute| {
        let names = ["algorithm", "data_type", "dim", "distance_metric"];
        names.map(|name| attribute.details[name].clone()).join(" ")
    };
    assert_eq!(vectors(hnsw), "HNSW FLOAT64 3 COSINE");
    assert_eq!(
        (
            detail(hnsw, "M").as_str(),
            detail(hnsw, "ef_construction").as_str()
        ),
        ("8", "100")
    );
    assert_eq!(vectors(flat), "FLAT FLOAT32 2 L2");
    assert_eq!(vectors(brain), "FLAT BFLOAT16 2 IP");
    assert_eq!(vectors(half), "FLAT FLOAT16 2 IP");
    r.ft_dropindex(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn the_nearest_vectors_and_shapes_are_found() -> Result<()> {
    if lacks("FT.CREATE", "the_nearest_vectors_and_shapes_are_found") {
        return Ok(());
    }
    let r = client();
    let index = key("ft_vectors");
    let vectors = HnswVectors::new(VectorType::Float32, 2, DistanceMetric::L2);
    let schema = SearchSchema::new()
        .field(VectorField::new("v", vectors))
        .field(GeoShapeField::flat("s"))
        .field(TextField::new("t").indexmissing().indexempty());
    let definition = IndexDefinition::new().prefix(format!("{index}:doc:"));
    r.ft_create_with(&index, schema, definition).await?;
    let bytes = |x: f32, y: f32| [x.to_le_bytes(), y.to_le_bytes()].concat();
    for (id, x, shape) in [
        ("a", 0.0, "POINT (1 1)"),
        ("b", 1.0, "POINT (5 5)"),
        ("c", 5.0, "POINT (9 9)"),
    ] {
        let doc = format!("{index}:doc:{id}");
        r.hset(&doc, ("v", bytes(x, 0.0))).await?;
        r.hset(&doc, ("s", shape)).await?;
    }
    r.hset(format!("{index}:doc:a"), ("t", "")).await?;
    wait_for(&r, &index, 3).await?;
    let nearest = SearchOptions::new()
        .params(("like", bytes(1.25, 0.0)))
        .dialect(2);
    let nearest = nearest.sortby("d").return_fields("d");
    let found: Found = r
        .ft_search_with(&index, "*=>[KNN 2 @v $like AS d]", nearest)
        .await?;
    assert_eq!(ids(&found), "ba");
    let distance = |at: usize| found.documents[at].fields.as_ref().unwrap()["d"].clone();
    assert_eq!(
        (distance(0).as_str(), distance(1).as_str()),
        ("0.0625", "1.5625")
    );
    let within = SearchOptions::new()
        .nocontent()
        .params(("area", "POLYGON ((0 0, 0 6, 6 6, 6 0, 0 0))"));
    let found: Found = r
        .ft_search_with(&index, "@s:[within $area]", within.dialect(3))
        .await?;
    assert_eq!(sorted(ids(&found).chars()), ['a', 'b']);
    let options = SearchOptions::new().nocontent().dialect(2);
    let found: Found = r
        .ft_search_with(&index, "ismissing(@t)", options.clone())
        .await?;
    assert_eq!(sorted(ids(&found).chars()), ['b', 'c']);
    let found: Found = r.ft_search_with(&index, r#"@t:("")"#, options).await?;
    assert_eq!(ids(&found), "a");
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn fields_are_added_to_an_index() -> Result<()> {
    if lacks("FT.ALTER", "fields_are_added_to_an_index") {
        return Ok(());
    }
    let r = client();
    let index = key("ft_alter");
    let doc = format!("{index}:doc:1");
    r.hset(&doc, [("a", "one"), ("b", "two"), ("c", "three")])
        .await?;
    let definition = IndexDefinition::new().prefix(format!("{index}:doc:"));
    let schema = |name: &str| SearchSchema::new().field(TextField::new(name));
    r.ft_create_with(&index, schema("a"), definition).await?;
    wait_for(&r, &index, 1).await?;
    let more = schema("b").field(NumericField::new("n"));
    r.ft_alter(&index, more).await?;
    r.ft_alter_skipinitialscan(&index, schema("c")).await?;
    let info = r.ft_info(&index).await?;
    let names: Vec<&str> = info
        .attributes
        .iter()
        .map(|a| a.attribute.as_str())
        .collect();
    assert_eq!(names, ["a", "b", "n", "c"]);
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let found: Found = r.ft_search(&index, "@b:two").await?;
        if found.total == 1 {
            break;
        }
        assert!(Instant::now() < deadline);
        sleep(Duration::from_millis(10)).await;
    }
    let error = r.ft_alter(&index, schema("b")).await.unwrap_err();
    assert!(error.is_server());
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn what_could_not_be_taken_up_is_told() -> Result<()> {
    if lacks("FT.INFO", "what_could_not_be_taken_up_is_told") {
        return Ok(());
    }
    let r = client();
    let index = key("ft_info");
    let schema = SearchSchema::new().field(NumericField::new("n").sortable());
    let definition = IndexDefinition::new().prefix(format!("{index}:doc:"));
    r.ft_create_with(&index, schema, definition).await?;
    let info = r.ft_info(&index).await?;
    assert!(info.records_per_doc_avg.is_nan() || info.records_per_doc_avg == 0.0);
    assert_eq!((info.errors.failures, info.errors.last_error), (0, None));
    let (good, bad) = (format!("{index}:doc:good"), format!("{index}:doc:bad"));
    r.hset(&bad, ("n", b"no \xff number")).await?;
    r.hset(&good, ("n", 1)).await?;
    let info = wait_for(&r, &index, 1).await?;
    // What is there while the index is made is tried twice.
    let failures = info.errors.failures;
    assert!((1..=2).contains(&failures));
    assert_eq!(info.hash_indexing_failures, failures);
    assert_eq!(info.errors.last_error_key.as_deref(), Some(bad.as_bytes()));
    assert!(
        info.errors
            .last_error
            .is_some_and(|text| text.contains('n'))
    );
    assert_eq!(
        (
            info.field_errors[0].attribute.as_str(),
            info.field_errors[0].errors.failures
        ),
        ("n", failures)
    );
    assert!(info.max_doc_id >= 1 && info.num_records >= 1);
    assert!(info.number_of_uses > 1 && info.total_inverted_index_blocks >= 1);
    assert!(
        info.inverted_sz_mb > 0.0
            && info.doc_table_size_mb > 0.0
            && info.sortable_values_size_mb > 0.0
    );
    assert!(info.key_table_size_mb > 0.0 && info.records_per_doc_avg > 0.0);
    assert_eq!(info.percent_indexed, 1.0);
    assert!(info.total_indexing_time < Duration::from_secs(10));
    assert!(info.cursor_stats["index_capacity"] > 0);
    assert!(info.dialect_stats.contains_key("dialect_1"));
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn rows_are_loaded_grouped_computed_and_sorted() -> Result<()> {
    if lacks(
        "FT.AGGREGATE",
        "rows_are_loaded_grouped_computed_and_sorted",
    ) {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_aggregate").await?;
    type Rows<T> = AggregateResults<T>;
    let steps = AggregateSteps::new()
        .load("@title")
        .load_as("@year", "y")
        .sortby(["@y", "DESC"]);
    let made: Rows<Vec<(String, String)>> = r.ft_aggregate(&index, "*", steps).await?;
    let pairs = |row: &[(&str, &str)]| -> Vec<(String, String)> {
        row.iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect()
    };
    let rows = [
        pairs(&[("title", "red planet"), ("y", "2011")]),
        pairs(&[("title", "green sea"), ("y", "1950")]),
        pairs(&[("title", "green hills"), ("y", "1935")]),
    ];
    assert_eq!((made.total, &*made.rows), (3, &rows[..]));
    assert_eq!(made.warnings, [""; 0]);

    let steps = AggregateSteps::new()
        .load_all()
        .filter("@year < 2000")
        .apply("@year + 1", "next")
        .apply("upper(@title)", "title")
        .sortby_max("@next", 3)
        .limit(1, 1);
    let made: Rows<Fields> = r.ft_aggregate(&index, "*", steps).await?;
    let [row] = &*made.rows else {
        panic!("{made:?}")
    };
    assert_eq!(
        (row["next"].as_str(), row["title"].as_str()),
        ("1951", "GREEN SEA")
    );
    assert_eq!(row["blurb"], "the old sea and the young man");

    let steps = AggregateSteps::new().sortby_max(["@year", "ASC"], 2);
    let made: Rows<Fields> = r.ft_aggregate(&index, "*", steps).await?;
    assert_eq!(
        made.rows
            .iter()
            .map(|row| row["year"].as_str())
            .collect::<Vec<_>>(),
        ["1935", "1950"]
    );

    let none: Rows<Fields> = r
        .ft_aggregate(&index, "nothing", AggregateSteps::new())
        .await?;
    assert_eq!((none.total, none.rows.len()), (0, 0));
    let bare: Rows<Fields> = r
        .ft_aggregate(&index, "green", AggregateSteps::new())
        .await?;
    assert_eq!(bare.rows, [HashMap::new(), HashMap::new()]);
    let wrong = AggregateSteps::new().apply("upper(", "x");
    let error = r
        .ft_aggregate::<Fields>(&index, "*", wrong)
        .await
        .unwrap_err();
    assert!(error.is_server());
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn every_reducer_makes_one_of_many() -> Result<()> {
    if lacks("FT.AGGREGATE", "every_reducer_makes_one_of_many") {
        return Ok(());
    }
    let r = client();
    let index = key("ft_reducers");
    let schema = SearchSchema::new()
        .field(TagField::new("g").sortable())
        .field(TagField::new("name").sortable())
        .field(NumericField::new("n").sortable());
    let definition = IndexDefinition::new().prefix(format!("{index}:doc:"));
    r.ft_create_with(&index, schema, definition).await?;
    for (id, group, n) in [("a", "x", 1), ("b", "x", 2), ("c", "x", 6), ("d", "y", 6)] {
        let doc = format!("{index}:doc:{id}");
        r.hset(&doc, [("g", group), ("name", id)]).await?;
        r.hset(&doc, ("n", n)).await?;
    }
    wait_for(&r, &index, 4).await?;
    let reducers = [
        Reducer::count().alias("count"),
        Reducer::count_distinct("@n").alias("distinct"),
        Reducer::count_distinctish("@n").alias("distinctish"),
        Reducer::sum("@n").alias("sum"),
        Reducer::min("@n").alias("min"),
        Reducer::max("@n").alias("max"),
        Reducer::avg("@n").alias("avg"),
        Reducer::stddev("@n").alias("stddev"),
        Reducer::quantile("@n", 0.5).alias("median"),
        Reducer::first_value("@g").alias("first"),
        Reducer::first_value_by("@name", "@n").alias("least"),
        Reducer::first_value_by_desc("@name", "@n").alias("greatest"),
        Reducer::new("SUM", "@n").alias("same"),
    ];
    let steps = AggregateSteps::new()
        .groupby("@g", reducers)
        .filter("@g=='x'");
    let made: AggregateResults<Fields> = r.ft_aggregate(&index, "*", steps).await?;
    let [row] = &*made.rows else {
        panic!("{made:?}")
    };
    for (name, value) in [
        ("count", "3"),
        ("distinct", "3"),
        ("sum", "9"),
        ("min", "1"),
        ("max", "6"),
        ("avg", "3"),
        ("median", "2"),
        ("first", "x"),
        ("least", "a"),
        ("greatest", "c"),
        ("same", "9"),
    ] {
        assert_eq!(row[name], value, "{name}");
    }
    assert!(["2", "3", "4"].contains(&row["distinctish"].as_str()));
    assert!(row["stddev"].starts_with("2.645"));

    let lists = [
        Reducer::tolist("@n").alias("all"),
        Reducer::random_sample("@n", 2).alias("some"),
    ];
    let steps = AggregateSteps::new().groupby((), lists);
    let made: AggregateResults<HashMap<String, Vec<i64>>> =
        r.ft_aggregate(&index, "*", steps).await?;
    assert_eq!(sorted(made.rows[0]["all"].clone()), [1, 2, 6]);
    assert_eq!(made.rows[0]["some"].len(), 2);

    let steps = AggregateSteps::new()
        .groupby(["@g", "@n"], [])
        .sortby(("@g", "DESC", "@n", "DESC"));
    let made: AggregateResults<Vec<(String, String)>> = r.ft_aggregate(&index, "*", steps).await?;
    let rows: Vec<String> = made
        .rows
        .iter()
        .map(|row| format!("{}{}", row[0].1, row[1].1))
        .collect();
    assert_eq!(rows, ["y6", "x6", "x2", "x1"]);
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_aggregation_has_options() -> Result<()> {
    if lacks("FT.AGGREGATE", "an_aggregation_has_options") {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_aggregate_with").await?;
    let all = || AggregateOptions::new().timeout(Duration::from_secs(5));
    let year = || AggregateSteps::new().load("@year").sortby("@year");
    for (query, options, years) in [
        ("seas", all(), &["1950", "2011"][..]),
        ("seas", all().verbatim(), &[]),
        (
            "@year:[$from $to]",
            all().params(("from", 1940)).params(("to", 1960)).dialect(2),
            &["1950"],
        ),
    ] {
        let made: AggregateResults<Fields> =
            r.ft_aggregate_with(&index, query, year(), options).await?;
        let found: Vec<&str> = made.rows.iter().map(|row| row["year"].as_str()).collect();
        assert_eq!(found, years, "{query}");
    }
    for (options, total) in [
        (all().withoutcount().withcount(), 3),
        (all().withcount().withoutcount(), 1),
    ] {
        let first = AggregateSteps::new().sortby_max("@year", 1);
        let made: AggregateResults<Fields> =
            r.ft_aggregate_with(&index, "*", first, options).await?;
        assert_eq!((made.total, made.rows.len()), (total, 1));
    }
    let scored = all().addscores().scorer("DOCSCORE");
    let made: AggregateResults<Fields> = r
        .ft_aggregate_with(&index, "planet", AggregateSteps::new(), scored)
        .await?;
    assert_eq!(made.rows[0]["__score"], "1");
    let error = r
        .ft_aggregate_with::<Fields>(&index, "*", year(), all().dialect(99))
        .await;
    assert!(error.is_err_and(|e| e.is_server()));
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_cursor_is_read_to_its_end() -> Result<()> {
    if lacks("FT.CURSOR", "a_cursor_is_read_to_its_end") {
        return Ok(());
    }
    let r = client();
    let index = key("ft_cursor");
    let schema = SearchSchema::new().field(NumericField::new("n").sortable());
    let definition = IndexDefinition::new().prefix(format!("{index}:doc:"));
    r.ft_create_with(&index, schema, definition).await?;
    for n in 0..10 {
        r.hset(format!("{index}:doc:{n}"), ("n", n)).await?;
    }
    wait_for(&r, &index, 10).await?;
    let steps = AggregateSteps::new().sortby("@n");
    let none = AggregateOptions::new();
    let by_four = AggregateCursorOptions::new()
        .count(4)
        .maxidle(Duration::from_secs(60));
    type Page = AggregatePage<HashMap<String, i64>>;
    let numbers = |page: &Page| {
        page.results
            .rows
            .iter()
            .map(|row| row["n"])
            .collect::<Vec<_>>()
    };

    let first: Page = r
        .ft_aggregate_withcursor(&index, "*", steps.clone(), none.clone(), by_four.clone())
        .await?;
    assert_eq!(numbers(&first), [0, 1, 2, 3]);
    let second: Page = r.ft_cursor_read(&index, first.cursor).await?;
    assert_eq!(numbers(&second), [4, 5, 6, 7]);
    let third: Page = r.ft_cursor_read_count(&index, second.cursor, 1).await?;
    assert_eq!(numbers(&third), [8]);
    let mut last: Page = r.ft_cursor_read(&index, third.cursor).await?;
    assert_eq!(numbers(&last), [9]);
    while last.cursor != 0 {
        last = r.ft_cursor_read(&index, last.cursor).await?;
        assert_eq!(last.results.rows.len(), 0);
    }
    let error = r
        .ft_cursor_read::<Fields>(&index, first.cursor)
        .await
        .unwrap_err();
    assert!(error.is_server());

    let first: Page = r
        .ft_aggregate_withcursor(&index, "*", steps.clone(), none.clone(), by_four.clone())
        .await?;
    r.ft_cursor_del(&index, first.cursor).await?;
    let error = r.ft_cursor_del(&index, first.cursor).await.unwrap_err();
    assert!(error.is_server());
    let whole = AggregateCursorOptions::new();
    let all: Page = r
        .ft_aggregate_withcursor(&index, "*", steps.clone(), none.clone(), whole.clone())
        .await?;
    assert_eq!((numbers(&all).len(), all.cursor), (10, 0));

    for cursor in [by_four.clone(), whole] {
        let rows = r.ft_aggregate_iter::<HashMap<String, i64>>(
            &index,
            "*",
            steps.clone(),
            none.clone(),
            cursor,
        );
        let rows = collect(rows).await?;
        let seen: Vec<i64> = rows.iter().map(|row| row["n"]).collect();
        assert_eq!(seen, (0..10).collect::<Vec<_>>());
    }
    let mut rows = r.ft_aggregate_iter::<Fields>(&index, "((", steps, none, by_four);
    let failed = rows.next().await;
    assert!(failed.is_some_and(|row| row.is_err_and(|e| e.is_server())));
    let ended = rows.next().await;
    assert!(ended.is_none());
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_query_is_explained_and_profiled() -> Result<()> {
    if lacks("FT.PROFILE", "a_query_is_explained_and_profiled") {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_explain").await?;
    let text = r.ft_explain(&index, "@year:[1 2]").await?;
    assert!(
        text.contains("NUMERIC {1.000000 <= @year <= 2.000000}"),
        "{text}"
    );
    let options = SearchOptions::new()
        .verbatim()
        .params(("x", "sea"))
        .dialect(2);
    let text = r.ft_explain_with(&index, "$x", options.clone()).await?;
    assert_eq!(text.trim(), "sea");
    let lines = r.ft_explaincli(&index, "sea|hills").await?;
    assert!(lines.len() > 3 && lines[0] == "UNION {", "{lines:?}");
    let lines = r.ft_explaincli_with(&index, "$x", options.clone()).await?;
    assert_eq!(lines[0], "sea");
    let error = r.ft_explain(&index, "((").await.unwrap_err();
    assert!(error.is_server());

    let options = options.withscores();
    let found: SearchProfile<Found> = r.ft_profile_search(&index, "$x", options.clone()).await?;
    assert_eq!(
        (found.results.total, sorted(ids(&found.results).chars())),
        (2, vec!['a', 'c'])
    );
    let told = format!("{:?}", found.profile);
    assert!(
        told.contains("Parsing time") && told.contains("Counter"),
        "{told}"
    );
    let found: SearchProfile<Found> = r.ft_profile_search_limited(&index, "$x", options).await?;
    assert_eq!(found.results.total, 2);
    let steps = AggregateSteps::new().groupby((), [Reducer::count().alias("n")]);
    let options = AggregateOptions::new().verbatim();
    let made: SearchProfile<AggregateResults<Fields>> = r
        .ft_profile_aggregate(&index, "gr*", steps.clone(), options.clone())
        .await?;
    assert_eq!(made.results.rows[0]["n"], "2");
    let whole = format!("{:?}", made.profile);
    assert!(whole.contains("Grouper"), "{whole}");
    let made: SearchProfile<AggregateResults<Fields>> = r
        .ft_profile_aggregate_limited(&index, "gr*", steps, options)
        .await?;
    assert_eq!(made.results.rows[0]["n"], "2");
    let limited = format!("{:?}", made.profile);
    assert!(limited.len() < whole.len(), "{limited}");
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn an_index_goes_by_other_names() -> Result<()> {
    if lacks("FT.ALIASADD", "an_index_goes_by_other_names") {
        return Ok(());
    }
    let r = client();
    let (one, two, alias) = (key("ft_alias:1"), key("ft_alias:2"), key("ft_alias"));
    let schema = || SearchSchema::new().field(TextField::new("t"));
    let prefixed = |index: &str| IndexDefinition::new().prefix(format!("{index}:doc:"));
    r.ft_create_with(&one, schema(), prefixed(&one)).await?;
    r.ft_create_with(&two, schema(), prefixed(&two)).await?;
    r.ft_aliasadd(&alias, &one).await?;
    let error = r.ft_aliasadd(&alias, &two).await.unwrap_err();
    assert!(error.is_server());
    let info = r.ft_info(&alias).await?;
    assert_eq!(info.index_name, one);
    r.ft_aliasupdate(&alias, &two).await?;
    let info = r.ft_info(&alias).await?;
    assert_eq!(info.index_name, two);
    r.ft_aliasdel(&alias).await?;
    let error = r.ft_aliasdel(&alias).await.unwrap_err();
    assert!(error.is_server());
    r.ft_dropindex(&one).await?;
    r.ft_dropindex(&two).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn suggestions_are_added_and_given() -> Result<()> {
    if lacks("FT.SUGADD", "suggestions_are_added_and_given") {
        return Ok(());
    }
    let r = client();
    let (k, other) = (key("ft_sug"), key("ft_sug:other"));
    let none: Option<Vec<String>> = r.ft_sugget(&k, "he").await?;
    assert_eq!(none, None);
    let none: Option<Vec<Suggestion<String>>> =
        r.ft_sugget_with(&k, "he", SuggetOptions::new()).await?;
    assert_eq!(none, None);
    let n = r.ft_sugadd(&k, "hello", 1.0).await?;
    assert_eq!(n, 1);
    let n = r
        .ft_sugadd_with(&k, "help", 2.0, SugaddOptions::new().payload(b"\xff\r\n"))
        .await?;
    assert_eq!(n, 2);
    let n = r
        .ft_sugadd_with(&k, "hello", 8.5, SugaddOptions::new().incr())
        .await?;
    assert_eq!(n, 2);
    r.ft_sugadd(&k, "heap", 0.5).await?;
    let count = r.ft_suglen(&k).await?;
    assert_eq!(count, 3);
    let begun: Option<Vec<String>> = r.ft_sugget(&k, "hel").await?;
    assert_eq!(begun.unwrap(), ["hello", "help"]);
    let begun: Option<Vec<String>> = r.ft_sugget(&k, "zzz").await?;
    assert_eq!(begun, Some(vec![]));
    let all: Option<Vec<Suggestion<Vec<u8>>>> =
        r.ft_sugget_with(&k, "hel", SuggetOptions::new()).await?;
    let [hello, help] = &*all.unwrap() else {
        panic!()
    };
    assert_eq!(
        (&*hello.string, &*help.string),
        (&b"hello"[..], &b"help"[..])
    );
    assert!(hello.score > help.score && help.score > 0.0);
    assert_eq!(
        (&hello.payload, help.payload.as_deref()),
        (&None, Some(&b"\xff\r\n"[..]))
    );
    let fuzzy = SuggetOptions::new().fuzzy();
    let near: Option<Vec<Suggestion<Vec<u8>>>> = r.ft_sugget_with(&k, "hxl", fuzzy.clone()).await?;
    assert_eq!(near.unwrap().len(), 2);
    let best: Option<Vec<Suggestion<Vec<u8>>>> = r.ft_sugget_with(&k, "hxl", fuzzy.max(1)).await?;
    assert_eq!(best.unwrap()[0].string, b"hello");
    let gone = r.ft_sugdel(&k, "help").await?;
    assert!(gone);
    let gone = r.ft_sugdel(&k, "help").await?;
    assert!(!gone);
    let count = r.ft_suglen(&other).await?;
    assert_eq!(count, 0);
    r.set(&other, 1).await?;
    let error = r.ft_sugadd(&other, "x", 1.0).await.unwrap_err();
    assert_eq!(error.code(), Some("WRONGTYPE"));
    r.delete([k, other]).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn synonyms_are_found_alike() -> Result<()> {
    if lacks("FT.SYNUPDATE", "synonyms_are_found_alike") {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_syn").await?;
    r.ft_synupdate_skipinitialscan(&index, "colours", ["green", "red"])
        .await?;
    r.ft_synupdate(&index, "water", ["sea", "ocean"]).await?;
    r.ft_synupdate(&index, "far", "ocean").await?;
    let all = r.ft_syndump(&index).await?;
    assert_eq!(
        sorted(all.keys().cloned()),
        ["green", "ocean", "red", "sea"]
    );
    assert_eq!(all["sea"], ["water"]);
    assert_eq!(sorted(all["ocean"].clone()), ["far", "water"]);
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let found: Found = r.ft_search(&index, "ocean").await?;
        if found.total == 2 {
            break;
        }
        assert!(Instant::now() < deadline);
        sleep(Duration::from_millis(10)).await;
    }
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn what_is_misspelt_may_have_been_meant_otherwise() -> Result<()> {
    if lacks(
        "FT.SPELLCHECK",
        "what_is_misspelt_may_have_been_meant_otherwise",
    ) {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_spellcheck").await?;
    let (known, right) = (key("ft_dict:known"), key("ft_dict:right"));
    let n = r.ft_dictadd(&known, ["plenum", "planets"]).await?;
    assert_eq!(n, 2);
    let n = r.ft_dictadd(&known, ["plenum", "plaice"]).await?;
    assert_eq!(n, 1);
    r.ft_dictadd(&right, "hulls").await?;
    let words: Vec<String> = r.ft_dictdump(&known).await?;
    assert_eq!(sorted(words), ["plaice", "planets", "plenum"]);
    let n = r.ft_dictdel(&known, ["plaice", "nothing"]).await?;
    assert_eq!(n, 1);

    let checked = r.ft_spellcheck(&index, "plenet hulls qqqqq sea").await?;
    let [plenet, hulls, unknown] = &*checked.misspellings else {
        panic!("{checked:?}")
    };
    assert_eq!(
        (
            plenet.term.as_str(),
            hulls.term.as_str(),
            unknown.term.as_str()
        ),
        ("plenet", "hulls", "qqqqq")
    );
    assert_eq!(
        (
            plenet.suggestions[0].suggestion.as_str(),
            unknown.suggestions.len()
        ),
        ("planet", 0)
    );
    assert!(plenet.suggestions[0].score > 0.0);
    let checked = r.ft_spellcheck(&index, "sea").await?;
    assert_eq!(checked, Spellcheck::default());

    let options = SpellcheckOptions::new()
        .distance(2)
        .include(&known)
        .exclude(&right)
        .dialect(2);
    let checked = r
        .ft_spellcheck_with(&index, "plenet hulls", options)
        .await?;
    let [plenet] = &*checked.misspellings else {
        panic!("{checked:?}")
    };
    let suggested = plenet.suggestions.iter().map(|s| s.suggestion.as_str());
    assert_eq!(sorted(suggested), ["planet", "planets", "plenum"]);
    let far = SpellcheckOptions::new().distance(9);
    let error = r.ft_spellcheck_with(&index, "sea", far).await.unwrap_err();
    assert!(error.is_server());
    r.ft_dictdel(&known, ["plenum", "planets"]).await?;
    r.ft_dictdel(&right, "hulls").await?;
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn settings_of_the_module_are_read_and_changed() -> Result<()> {
    if lacks("FT.CONFIG", "settings_of_the_module_are_read_and_changed") {
        return Ok(());
    }
    let server = Server::start();
    let r = client_of(&server);
    r.ft_config_set("TIMEOUT", 42).await?;
    let settings = r.ft_config_get("TIMEOUT").await?;
    assert_eq!(
        settings,
        HashMap::from([("TIMEOUT".to_owned(), Some("42".to_owned()))])
    );
    let settings = r.ft_config_get("*").await?;
    assert!(settings.len() > 10);
    assert_eq!(settings["EXTLOAD"], None);
    let settings = r.ft_config_get("NOWHERE").await?;
    assert_eq!(settings, HashMap::new());
    let error = r.ft_config_set("NOWHERE", 1).await.unwrap_err();
    assert!(error.is_server());
    let error = r.ft_config_set("TIMEOUT", "soon").await.unwrap_err();
    assert!(error.is_server());
    Ok(())
}

#[maybe_async]
#[test]
async fn search_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("FT.SEARCH", "search_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let index = books(&r, "ft_pipeline").await?;
    let mut pipe = r.pipeline().transaction(false);
    pipe.ft_search_with::<Fields, String>(
        &index,
        "hills",
        SearchOptions::new().withscores().nocontent(),
    )
    .ft_search::<Fields, String>(&index, "planet")
    .ft_aggregate::<Fields>(&index, "*", AggregateSteps::new())
    .ft_info(&index);
    let all: (Found, Found, AggregateResults<Fields>, SearchIndexInfo) = pipe.execute().await?;
    let (scored, plain, made, info) = all;
    assert!(scored.documents[0].score.is_some() && scored.documents[0].fields.is_none());
    assert_eq!(
        (ids(&scored), ids(&plain)),
        ("b".to_owned(), "c".to_owned())
    );
    assert_eq!((made.rows.len(), info.num_docs), (3, 3));
    r.ft_dropindex_dd(&index).await?;
    Ok(())
}
