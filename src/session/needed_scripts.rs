//! [`NeededScripts`]: the scripts that a pipeline calls, and which of them the server has to be given.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::command::Command;
use crate::commands::Script;

/// Scripts by their digests, each of them once.
#[derive(Debug, Default)]
pub(crate) struct NeededScripts(BTreeMap<Arc<str>, Script>);

impl NeededScripts {
    pub(crate) fn add(&mut self, script: &Script) {
        if !self.0.contains_key(script.sha()) {
            self.0.insert(script.sha().into(), script.clone());
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Asks which of them the server has; `None` if there are none.
    pub(crate) fn question(&self) -> Option<Command> {
        let shas: Vec<&str> = self.0.keys().map(|sha| &**sha).collect();
        (!shas.is_empty()).then(|| Command::new("SCRIPT EXISTS").args(shas))
    }

    /// What loads those that the server has not.
    pub(crate) fn loads(&self, has: &[bool]) -> Vec<Command> {
        let missing = self.0.values().zip(has).filter(|(_, has)| !**has);
        missing.map(|(script, _)| script.load()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_needed_once_and_loaded_if_it_is_missing() {
        let mut needed = NeededScripts::default();
        assert!(needed.question().is_none());
        let (a, b) = (Script::new("return 'a'"), Script::new("return 'b'"));
        for script in [&a, &b, &a, &a.clone().read_only()] {
            needed.add(script);
        }
        let question = needed.question().unwrap();
        let mut shas = [a.sha(), b.sha()];
        shas.sort_unstable();
        assert!(question.arguments().skip(2).eq(shas.map(str::as_bytes)));
        let loads = needed.loads(&shas.map(|sha| sha == b.sha()));
        assert_eq!(loads.len(), 1);
        assert_eq!(loads[0].to_bytes(), a.load().to_bytes());
        needed.clear();
        assert!(needed.question().is_none());
    }
}
