//! [`AclDatabases`].

/// Which databases a user may use. Only Valkey, since 9.1.0, knows such a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AclDatabases {
    /// All of them (`alldbs`), as on every server that knows no limit.
    #[default]
    All,
    /// Only these (`db=0,1`); none, if the list is empty.
    Only(Vec<u32>),
}

impl AclDatabases {
    /// Reads the server's rules: `alldbs`, `db=0,1` or nothing.
    pub(super) fn parse(rules: &str) -> Self {
        let mut only = Vec::new();
        for rule in rules.split_ascii_whitespace() {
            match rule.strip_prefix("db=") {
                Some(list) => only.extend(list.split(',').filter_map(|db| db.parse::<u32>().ok())),
                None if rule == "alldbs" => return Self::All,
                None => {}
            }
        }
        Self::Only(only)
    }
}
