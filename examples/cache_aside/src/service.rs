//! The service: `GET` and `PUT /users/{id}`.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Json, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::cache::Cache;
use crate::database::{Database, User};

#[derive(Clone)]
pub struct Service {
    pub cache: Cache,
    pub database: Arc<Database>,
}

impl Service {
    pub fn router(self) -> Router {
        Router::new()
            .route("/users/{id}", get(show).put(change))
            .with_state(self)
    }
}

/// The user, and in the header `x-cache` where it came from.
async fn show(State(service): State<Service>, Path(id): Path<u64>) -> Response {
    let load = || service.database.user(id);
    let (user, source) = service.cache.get_or_load(&key(id), load).await;
    let source = [("x-cache", format!("{source:?}").to_lowercase())];
    match user {
        Some(user) => (source, Json::<User>(user)).into_response(),
        None => (StatusCode::NOT_FOUND, source).into_response(),
    }
}

/// What comes by PUT is saved and forgotten by a task of its own, which goes on if the client hangs up in between.
async fn change(
    State(service): State<Service>,
    Path(id): Path<u64>,
    Json(user): Json<User>,
) -> StatusCode {
    let changed = tokio::spawn(async move {
        let save = service.database.save(id, user);
        service.cache.change(&key(id), save).await;
    });
    match changed.await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_panic) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

pub fn key(id: u64) -> String {
    format!("example:users:{id}")
}
