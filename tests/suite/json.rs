//! The JSON commands.

use super::*;
use crate::face::test;

const DOC: &str =
    r#"{"a":[1,2,3],"in":{"a":"x","o":{}},"n":1,"f":1.5,"t":true,"z":null,"s":"abc"}"#;

#[maybe_async]
#[test]
async fn a_document_is_set_and_read_by_both_kinds_of_paths() -> Result<()> {
    if lacks(
        "JSON.SET",
        "a_document_is_set_and_read_by_both_kinds_of_paths",
    ) {
        return Ok(());
    }
    let r = client();
    let (k, missing) = (key("json_set"), key("json_set:missing"));
    let set = r.json_set(&k, "$", DOC).await?;
    assert!(set);
    let text: Option<String> = r.json_get(&k, ()).await?;
    assert_eq!(text.as_deref(), Some(DOC));
    let text: Option<String> = r.json_get(&k, "$.n").await?;
    assert_eq!(text.as_deref(), Some("[1]"));
    let text: Option<String> = r.json_get(&k, ".n").await?;
    assert_eq!(text.as_deref(), Some("1"));
    let text: Option<String> = r.json_get(&k, "$.nowhere").await?;
    assert_eq!(text.as_deref(), Some("[]"));
    let error = r.json_get::<String>(&k, ".nowhere").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let text: Option<String> = r.json_get(&missing, "$").await?;
    assert_eq!(text, None);
    let both: Option<String> = r.json_get(&k, ["$.n", "$.f"]).await?;
    let both = both.unwrap();
    assert!(both.contains(r#""$.n":[1]"#) && both.contains(r#""$.f":[1.5]"#));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_value_is_set_only_under_its_condition() -> Result<()> {
    if lacks("JSON.SET", "a_value_is_set_only_under_its_condition") {
        return Ok(());
    }
    let r = client();
    let k = key("json_condition");
    let (nx, xx) = (JsonSetOptions::new().nx(), JsonSetOptions::new().xx());
    let set = r.json_set_with(&k, "$", "{}", xx.clone()).await?;
    assert!(!set);
    let set = r.json_set_with(&k, "$", "{}", nx.clone()).await?;
    assert!(set);
    let set = r.json_set_with(&k, "$.n", 1, nx.clone()).await?;
    assert!(set);
    let set = r.json_set_with(&k, "$.n", 2, nx).await?;
    assert!(!set);
    let set = r.json_set_with(&k, "$.n", 3, xx).await?;
    assert!(set);
    let set = r.json_set(&k, "$.x.y", 1).await?;
    assert!(!set);
    let text: Option<String> = r.json_get(&k, "$").await?;
    assert_eq!(text.as_deref(), Some(r#"[{"n":3}]"#));
    let error = r.json_set(&k, "$", "no JSON").await.unwrap_err();
    assert!(error.is_server());
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_text_is_laid_out_as_it_is_wanted() -> Result<()> {
    if lacks("JSON.GET", "a_text_is_laid_out_as_it_is_wanted") {
        return Ok(());
    }
    let r = client();
    let k = key("json_layout");
    r.json_set(&k, "$", r#"{"a":["é"]}"#).await?;
    let options = JsonGetOptions::new()
        .indent("--")
        .newline("\n")
        .space(" ")
        .noescape();
    let text: Option<String> = r.json_get_with(&k, ".", options).await?;
    let wanted = "{\n--\"a\": [\n----\"é\"\n--]\n}";
    assert_eq!(text.as_deref(), Some(wanted));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn arrays_grow_shrink_and_are_searched() -> Result<()> {
    if lacks("JSON.ARRAPPEND", "arrays_grow_shrink_and_are_searched") {
        return Ok(());
    }
    let r = client();
    let k = key("json_arrays");
    r.json_set(&k, "$", DOC).await?;
    let lens = r.json_arrappend(&k, "$..a", [4, 5]).await?;
    assert_eq!(lens, [Some(5), None]);
    let lens = r.json_arrappend(&k, ".a", r#""last""#).await?;
    assert_eq!(lens, [Some(6)]);
    let lens = r.json_arrinsert(&k, "$.a", 1, [8, 9]).await?;
    assert_eq!(lens, [Some(8)]);
    let lens = r.json_arrlen(&k, "$..a").await?;
    assert_eq!(lens, [Some(8), None]);
    let len = r.json_arrlen(&k, ".a").await?.one();
    assert_eq!(len, Some(8));
    let at = r.json_arrindex(&k, "$..a", 3).await?;
    assert_eq!(at, [Some(4), None]);
    let options = JsonArrindexOptions::new().start(1).stop(-4);
    let at = r.json_arrindex_with(&k, ".a", 3, options.clone()).await?;
    assert_eq!(at, [Some(-1)]);
    let at = r.json_arrindex_with(&k, ".a", 2, options.stop(0)).await?;
    assert_eq!(at, [Some(3)]);
    let last: JsonMatches<String> = r.json_arrpop(&k, "$..a").await?;
    assert_eq!(last, [Some(r#""last""#.to_owned()), None]);
    let first: JsonMatches<i64> = r.json_arrpop_at(&k, ".a", 0).await?;
    assert_eq!(first.one(), Some(1));
    let lens = r.json_arrtrim(&k, "$.a", 1, 2).await?;
    assert_eq!(lens, [Some(2)]);
    let text: Option<String> = r.json_get(&k, ".a").await?;
    assert_eq!(text.as_deref(), Some("[9,2]"));
    r.json_arrtrim(&k, "$.a", 1, 0).await?;
    let none: JsonMatches<String> = r.json_arrpop(&k, ".a").await?;
    assert_eq!(none, [None]);
    let none = r.json_arrlen(key("json_arrays:missing"), ".").await?;
    assert_eq!(none, [None]);
    let error = r.json_arrlen(&k, ".n").await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn numbers_are_changed_and_told() -> Result<()> {
    if lacks("JSON.NUMINCRBY", "numbers_are_changed_and_told") {
        return Ok(());
    }
    let r = client();
    let k = key("json_numbers");
    r.json_set(&k, "$", r#"{"n":1,"f":1.5,"s":"x"}"#).await?;
    let n: JsonNumbers<i64> = r.json_numincrby(&k, "$.n", 2).await?;
    assert_eq!(n.matches, [Some(3)]);
    let n: JsonNumbers<i64> = r.json_numincrby(&k, ".n", 2).await?;
    assert_eq!(n.one(), Some(5));
    let f: JsonNumbers<f64> = r.json_numincrby(&k, "$.*", 0.5).await?;
    assert_eq!(f.matches, [Some(5.5), Some(2.0), None]);
    let f: JsonNumbers<i64> = r.json_nummultby(&k, "$.f", 2).await?;
    assert_eq!(f.one(), Some(4));
    let nowhere: JsonNumbers<i64> = r.json_numincrby(&k, "$.x", 2).await?;
    assert_eq!(nowhere.matches, []);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn objects_tell_their_members() -> Result<()> {
    if lacks("JSON.OBJKEYS", "objects_tell_their_members") {
        return Ok(());
    }
    let r = client();
    let k = key("json_objects");
    r.json_set(&k, "$", DOC).await?;
    let members = vec!["a".to_owned(), "o".to_owned()];
    let names: JsonMatches<Vec<String>> = r.json_objkeys(&k, ".in").await?;
    assert_eq!(names, [Some(members.clone())]);
    let names: JsonMatches<Vec<String>> = r.json_objkeys(&k, "$['in','n']").await?;
    assert_eq!(names, [Some(members), None]);
    let names: JsonMatches<Vec<String>> = r.json_objkeys(&k, "$.in.o").await?;
    assert_eq!(names, [Some(vec![])]);
    let counts = r.json_objlen(&k, "$['in','n']").await?;
    assert_eq!(counts, [Some(2), None]);
    let count = r.json_objlen(&k, ".in").await?;
    assert_eq!(count.one(), Some(2));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn strings_grow_and_truth_is_turned_round() -> Result<()> {
    if lacks("JSON.TOGGLE", "strings_grow_and_truth_is_turned_round") {
        return Ok(());
    }
    let r = client();
    let k = key("json_strings");
    r.json_set(&k, "$", DOC).await?;
    let lens = r.json_strappend(&k, "$['s','n']", r#""de""#).await?;
    assert_eq!(lens, [Some(5), None]);
    let lens = r.json_strappend(&k, ".s", r#""é""#).await?;
    assert_eq!(lens, [Some(7)]);
    let lens = r.json_strlen(&k, "$['s','n']").await?;
    assert_eq!(lens, [Some(7), None]);
    let len = r.json_strlen(&k, ".s").await?;
    assert_eq!(len.one(), Some(7));
    let toggled = r.json_toggle(&k, "$['t','n']").await?;
    assert_eq!(toggled, [Some(false), None]);
    let toggled = r.json_toggle(&k, ".t").await?;
    assert_eq!(toggled, [Some(true)]);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn every_value_has_a_type() -> Result<()> {
    if lacks("JSON.TYPE", "every_value_has_a_type") {
        return Ok(());
    }
    use JsonType as T;
    let r = client();
    let k = key("json_types");
    r.json_set(&k, "$", DOC).await?;
    let types = r.json_type(&k, "$.*").await?;
    let all = [
        T::Array,
        T::Object,
        T::Integer,
        T::Number,
        T::Boolean,
        T::Null,
        T::String,
    ];
    assert_eq!(types, all);
    let types = r.json_type(&k, ".in").await?;
    assert_eq!(types, [T::Object]);
    for nowhere in ["$.nowhere", ".nowhere"] {
        let types = r.json_type(&k, nowhere).await?;
        assert_eq!(types, []);
    }
    let types = r.json_type(key("json_types:missing"), "$").await?;
    assert_eq!(types, []);
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn parts_are_merged_emptied_and_deleted() -> Result<()> {
    if lacks("JSON.MERGE", "parts_are_merged_emptied_and_deleted") {
        return Ok(());
    }
    let r = client();
    let k = key("json_parts");
    r.json_set(&k, "$", r#"{"a":{"x":1,"y":2},"b":[1],"n":4}"#)
        .await?;
    let merged = r.json_merge(&k, "$.a", r#"{"x":null,"z":3}"#).await?;
    assert!(merged);
    let merged = r.json_merge(&k, "$.q.w", 1).await?;
    assert!(!merged);
    let text: Option<String> = r.json_get(&k, ".a").await?;
    assert_eq!(text.as_deref(), Some(r#"{"y":2,"z":3}"#));
    let n = r.json_clear(&k, "$.*").await?;
    assert_eq!(n, 3);
    let text: Option<String> = r.json_get(&k, ".").await?;
    assert_eq!(text.as_deref(), Some(r#"{"a":{},"b":[],"n":0}"#));
    let n = r.json_delete(&k, "$['a','n']").await?;
    assert_eq!(n, 2);
    let n = r.json_delete(&k, "$").await?;
    assert_eq!(n, 1);
    let there = r.exists(&k).await?;
    assert_eq!(there, 0);
    let n = r.json_delete(&k, "$").await?;
    assert_eq!(n, 0);
    Ok(())
}

#[maybe_async]
#[test]
async fn several_documents_are_set_and_read_together() -> Result<()> {
    if lacks("JSON.MSET", "several_documents_are_set_and_read_together") {
        return Ok(());
    }
    let r = client();
    let keys = ["a", "b", "c", "d", "e"].map(|name| key(&format!("json_many:{name}")));
    let values = keys[..4].iter().map(|k| (k, "$", r#"{"n":1}"#));
    r.json_mset(values).await?;
    r.json_mset([(&keys[0], "$.n", "2"), (&keys[1], "$.m", "[]")])
        .await?;
    let texts: Vec<Option<String>> = r.json_mget(&keys, "$.n").await?;
    let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
    assert_eq!(
        texts,
        [Some("[2]"), Some("[1]"), Some("[1]"), Some("[1]"), None]
    );
    let texts: Vec<Option<i64>> = r.json_mget(&keys[..1], ".n").await?;
    assert_eq!(texts, [Some(2)]);
    let refused = r
        .json_mset([(&keys[0], "$.n", "3"), (&keys[1], "$.n", "no JSON")])
        .await;
    refused.unwrap_err();
    let n: Option<i64> = r.json_get(&keys[0], ".n").await?;
    assert_eq!(n, Some(2));
    r.delete(&keys).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn a_document_is_seen_as_replies_and_measured() -> Result<()> {
    if lacks("JSON.RESP", "a_document_is_seen_as_replies_and_measured") {
        return Ok(());
    }
    let r = client();
    let k = key("json_resp");
    r.json_set(&k, "$", r#"{"a":[1,"x"]}"#).await?;
    let (open, name, (array, n, x)): (String, String, (String, i64, String)) =
        r.json_resp(&k, ".").await?;
    assert_eq!((&*open, &*name, &*array), ("{", "a", "["));
    assert_eq!((n, &*x), (1, "x"));
    let many: Vec<Value> = r.json_resp(&k, "$.a").await?;
    assert_eq!(many.len(), 1);
    let bytes = r.json_debug_memory(&k, "$.a").await?;
    assert!(bytes[0].unwrap() > 0);
    let all = r.json_debug_memory(&k, ".").await?.one();
    assert!(all > bytes[0]);
    let help = r.json_debug_help().await?;
    assert!(help.iter().any(|line| line.starts_with("MEMORY")));
    r.delete(&k).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn json_commands_go_into_a_pipeline() -> Result<()> {
    if lacks("JSON.SET", "json_commands_go_into_a_pipeline") {
        return Ok(());
    }
    let r = client();
    let k = key("json_pipeline");
    let mut pipe = r.pipeline();
    pipe.json_set(&k, "$", DOC)
        .json_numincrby::<i64>(&k, "$.n", 1)
        .json_type(&k, ".a")
        .json_get::<String>(&k, "$.n")
        .delete(&k);
    type All = (bool, JsonNumbers<i64>, Vec<JsonType>, Option<String>, i64);
    let (set, n, types, text, gone): All = pipe.execute().await?;
    assert!(set);
    assert_eq!(n.one(), Some(2));
    assert_eq!(types, [JsonType::Array]);
    assert_eq!((text.as_deref(), gone), (Some("[2]"), 1));
    Ok(())
}

#[maybe_async]
#[test]
async fn missing_keys_are_errors_where_the_documentation_says_so() -> Result<()> {
    if lacks(
        "JSON.SET",
        "missing_keys_are_errors_where_the_documentation_says_so",
    ) {
        return Ok(());
    }
    let r = client();
    let k = key("json_missing");
    let error = r.json_arrappend(&k, "$", 1).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let error = r.json_numincrby::<i64>(&k, "$", 1).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let error = r.json_set(&k, "$.x", 1).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    r.set(&k, "x").await?;
    let error = r.json_get::<String>(&k, "$").await.unwrap_err();
    assert!(error.is_server());
    r.delete(&k).await?;
    Ok(())
}
