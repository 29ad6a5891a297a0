//! What stands for a database: slow, and it counts how often it is asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::sleep;

const LATENCY: Duration = Duration::from_millis(50);

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    pub name: String,
    pub city: String,
}

#[derive(Default)]
pub struct Database {
    users: Mutex<HashMap<u64, User>>,
    reads: AtomicU64,
}

impl Database {
    pub async fn user(&self, id: u64) -> Option<User> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        sleep(LATENCY).await;
        let users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        users.get(&id).cloned()
    }

    pub async fn save(&self, id: u64, user: User) {
        sleep(LATENCY).await;
        let mut users = self.users.lock().unwrap_or_else(PoisonError::into_inner);
        users.insert(id, user);
    }

    pub fn reads(&self) -> u64 {
        self.reads.load(Ordering::Relaxed)
    }
}
