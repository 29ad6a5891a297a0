//! Structs of one's own: in a hash, field by field, and as a text of JSON, with tokio.
//!
//! `cargo run --features async,json --example serde_async`, with a server at `REDIS_URL` or localhost:6379, prints
//!
//! ```text
//! one field: Some(37)
//! the hash: User { name: "Ann", age: 37, email: None, languages: Json(["Norwegian", "English"]) }
//! no hash: None
//! the text: {"name":"Ann","age":37,"email":null,"languages":["Norwegian","English"]}
//! from the text: Ann, Norwegian and English
//! the reply is a map (the field `age` is no `u32`), which does not fit the fields of `serde_async::User`
//! ```

use redial::asyncio::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Debug)]
struct User {
    name: String,
    age: u32,
    email: Option<String>,
    /// Many values, which one field of a hash can't hold, and one text of JSON can.
    languages: Json<Vec<String>>,
}

#[tokio::main]
async fn main() -> redial::Result<()> {
    let url = std::env::var("REDIS_URL").unwrap_or_else(|_| "redis://localhost:6379".into());
    let r = Redis::from_url(url)?;
    let ann = User {
        name: "Ann".into(),
        age: 37,
        email: None,
        languages: Json(vec!["Norwegian".into(), "English".into()]),
    };

    r.hset("example:user", Fields::of(&ann)?).await?;
    let age: Option<u32> = r.hget("example:user", "age").await?;
    println!("one field: {age:?}");
    let Fields(user) = r.hgetall::<Fields<User>>("example:user").await?;
    println!("the hash: {user:?}");
    let nobody: Option<Fields<User>> = r.hgetall("example:nobody").await?;
    println!("no hash: {nobody:?}");

    r.set("example:json", Json::of(&ann)?).await?;
    let text: Option<String> = r.get("example:json").await?;
    println!("the text: {}", text.unwrap_or_default());
    let user: Option<Json<User>> = r.get("example:json").await?;
    if let Some(Json(user)) = user {
        println!(
            "from the text: {}, {}",
            user.name,
            user.languages.0.join(" and ")
        );
    }

    r.hset("example:user", ("age", "old")).await?;
    if let Err(error) = r.hgetall::<Fields<User>>("example:user").await {
        println!("{}", error.message());
    }
    r.delete(["example:user", "example:json"]).await?;
    Ok(())
}
