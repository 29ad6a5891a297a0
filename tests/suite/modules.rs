//! The commands on modules.

use std::collections::HashMap;

use redial::ErrorKind;

use super::*;
use crate::face::test;
use crate::support::module;

/// A server that may be told to load modules.
fn open_server() -> Server {
    let builder = Server::builder();
    if Server::shared().version() < (7, 0) {
        return builder.start();
    }
    builder.arg("enable-module-command", "local").start()
}

/// The tests' module, if it is loaded.
#[maybe_async]
async fn loaded(r: &Redis) -> Result<Option<ModuleInfo>> {
    let mut modules = r.module_list().await?.into_iter();
    Ok(modules.find(|module| module.name == module::NAME))
}

#[maybe_async]
#[test]
async fn a_module_is_loaded_with_arguments_and_unloaded() -> Result<()> {
    let server = open_server();
    let r = client_of(&server);
    let before = loaded(&r).await?;
    assert_eq!(before, None);
    r.module_load(module::path()).await?;
    let plain = loaded(&r).await?.unwrap();
    assert_eq!(plain.version, 10203);
    let again = r.module_load(module::path()).await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Module);
    r.module_unload(module::NAME).await?;
    let gone = loaded(&r).await?;
    assert_eq!(gone, None);
    let again = r.module_unload(module::NAME).await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::Module);

    r.module_load_with(module::path(), [&b"one"[..], b"\xff\0"])
        .await?;
    let with = loaded(&r).await?.unwrap();
    if server.version() < (7, 0) {
        server.record_lack(
            "MODULE LIST path args",
            "a_module_is_loaded_with_arguments_and_unloaded",
        );
        assert_eq!((with.path.as_str(), with.args.len()), ("", 0));
    } else {
        assert_eq!((plain.path.as_str(), plain.args.len()), (module::path(), 0));
        assert_eq!(with.args, [&b"one"[..], b"\xff\0"]);
    }
    r.module_unload(module::NAME).await?;
    Ok(())
}

#[maybe_async]
#[test]
async fn what_is_no_module_or_refuses_is_not_loaded() -> Result<()> {
    let server = open_server();
    let r = client_of(&server);
    for path in ["/no/such/module.so", ""] {
        let error = r.module_load(path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Module, "{error}");
    }
    let error = r.module_load_with(module::path(), "fail").await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Module);
    let gone = loaded(&r).await?;
    assert_eq!(gone, None);
    let help = r.module_help().await?;
    assert!(help.iter().any(|line| line.contains("UNLOAD")));
    Ok(())
}

#[maybe_async]
#[test]
async fn a_module_is_loaded_with_settings() -> Result<()> {
    if lacks("MODULE|LOADEX", "a_module_is_loaded_with_settings") {
        return Ok(());
    }
    let server = open_server();
    let r = client_of(&server);
    let setting = format!("{}.limit", module::NAME);
    let limit = |settings: HashMap<String, i64>| settings.get(&setting).copied();
    r.module_loadex(module::path()).await?;
    let usual = limit(r.config_get(&setting).await?);
    assert_eq!(usual, Some(5));
    r.module_unload(module::NAME).await?;

    let options = ModuleLoadexOptions::new()
        .arg("CONFIG")
        .config(&setting, 77)
        .arg("two");
    r.module_loadex_with(module::path(), options).await?;
    let set = limit(r.config_get(&setting).await?);
    assert_eq!(set, Some(77));
    let info = loaded(&r).await?.unwrap();
    assert_eq!(info.args, ["CONFIG", "two"].map(|arg| arg.as_bytes()));
    r.module_unload(module::NAME).await?;

    for (name, value) in [(setting.as_str(), 1001), ("redialtest.no-such-thing", 1)] {
        let options = ModuleLoadexOptions::new().config(name, value);
        let error = r.module_loadex_with(module::path(), options).await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Module);
    }
    Ok(())
}

#[maybe_async]
#[test]
async fn modules_are_not_loaded_where_that_is_not_allowed() -> Result<()> {
    let r = client();
    if Server::shared().version() < (7, 0) {
        Server::shared().record_lack(
            "enable-module-command",
            "modules_are_not_loaded_where_that_is_not_allowed",
        );
        return Ok(());
    }
    let error = r.module_load(module::path()).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let error = r.module_loadex(module::path()).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    let error = r.module_unload(module::NAME).await.unwrap_err();
    assert_eq!(error.code(), Some("ERR"));
    Ok(())
}
