//! What is shared with programs that use redis-py.

use redial::ErrorKind;

use super::*;
use crate::face::test;
use crate::support::redis_py::RedisPy;

const LONG: Duration = Duration::from_secs(60);

/// A Python with a lock called `lock` of this name, which lives for a minute.
fn python(name: &str) -> RedisPy {
    let mut python = RedisPy::start(Server::shared());
    python.eval(&format!("(lock := r.lock({name:?}, timeout=60))"));
    python
}

/// Has Python's lock hold the token.
fn adopt(python: &mut RedisPy, token: &[u8]) {
    let token = token.escape_ascii();
    python.eval(&format!("setattr(lock.local, 'token', b'{token}')"));
}

#[maybe_async]
#[test]
async fn a_lock_of_one_client_locks_the_other_out() -> Result<()> {
    let r = client();
    let name = key("py_lock");
    let (mut python, lock) = (python(&name), r.lock(&name).timeout(LONG));
    assert_eq!(python.eval("lock.acquire(blocking=False)"), "True");
    let locked = lock.locked().await?;
    assert!(locked);
    let none = lock.try_acquire().await?;
    assert!(none.is_none());
    assert_eq!(python.eval("lock.release()"), "None");

    let guard = lock.acquire().await?;
    assert_eq!(python.eval("lock.acquire(blocking=False)"), "False");
    assert_eq!(python.eval("lock.locked()"), "True");
    assert_eq!(python.eval("lock.owned()"), "False");
    guard.release().await?;
    assert_eq!(python.eval("lock.acquire(blocking=False)"), "True");
    assert_eq!(python.eval("lock.release()"), "None");
    Ok(())
}

#[maybe_async]
#[test]
async fn a_token_is_as_good_in_the_other_client() -> Result<()> {
    let r = client();
    let name = key("py_token");
    let (mut python, lock) = (python(&name), r.lock(&name).timeout(LONG));
    let guard = lock.acquire().await?;
    adopt(&mut python, guard.token());
    assert_eq!(python.eval("lock.owned()"), "True");
    assert_eq!(python.eval("lock.extend(60)"), "True");
    let in_python = format!("round(r.pttl({name:?}) / 20_000)");
    assert_eq!(python.eval(&in_python), "6", "almost two minutes");
    guard.extend(LONG).await?;
    assert_eq!(python.eval(&in_python), "9", "almost three minutes");
    assert_eq!(python.eval("lock.extend(40, replace_ttl=True)"), "True");
    guard.extend(Duration::from_secs(1)).await?;
    assert_eq!(python.eval(&in_python), "2", "almost 41 seconds");
    guard.reacquire().await?;
    assert_eq!(python.eval(&in_python), "3", "almost a minute");
    assert_eq!(python.eval("lock.reacquire()"), "True");
    let owned = guard.owned().await?;
    assert!(owned);
    assert_eq!(python.eval("lock.release()"), "None");
    let error = guard.release().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockNotOwned);

    let guard = lock.acquire_with_token(b"mine\0").await?;
    adopt(&mut python, b"mine\0");
    assert_eq!(python.eval("lock.owned()"), "True");
    guard.release().await?;
    assert_eq!(
        python.eval("lock.release()"),
        "LockNotOwnedError: Cannot release a lock that's no longer owned"
    );
    Ok(())
}

#[maybe_async]
#[test]
async fn a_script_has_the_same_digest_in_both_clients() -> Result<()> {
    let r = client();
    let name = key("py_script");
    let script = r.register_script(format!("return ARGV[1] .. '!' -- {name}"));
    let mut python = RedisPy::start(Server::shared());
    let line = format!("(script := r.register_script(\"return ARGV[1] .. '!' -- {name}\")).sha");
    assert_eq!(python.eval(&line), format!("'{}'", script.sha()));
    assert_eq!(python.eval("script(args=['a'])"), "b'a!'");
    let known = r.script_exists(script.sha()).await?;
    assert_eq!(known, [true]);
    Ok(())
}
