//! The commands on modules.

use crate::command::{Command, Execute};
use crate::convert::{ToArg, ToArgs};

mod module_info;
mod module_loadex_options;

pub use module_info::ModuleInfo;
pub use module_loadex_options::ModuleLoadexOptions;

/// Commands on the modules that a server has loaded.
///
/// From 7.0.0 on they load and unload only where the setting `enable-module-command` allows it, which is fixed when
/// the server starts.
///
/// ```
/// # use redial::prelude::*;
/// # fn main() -> redial::Result<()> {
/// # let Ok(url) = std::env::var("REDIS_URL") else { return Ok(()) };
/// # let r = Redis::from_url(url)?;
/// for module in r.module_list()? {
///     println!("{} {}", module.name, module.version);
/// }
/// # Ok(())
/// # }
/// ```
pub trait ModuleCommands: Execute {
    /// The lines of text that explain the sub-commands of `MODULE`.
    ///
    /// Since 5.0.0. [redis.io](https://redis.io/docs/latest/commands/module-help/)
    fn module_help(self) -> Self::Out<Vec<String>> {
        self.execute_command(Command::new("MODULE HELP"))
    }

    /// The modules that are loaded.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/module-list/)
    fn module_list(self) -> Self::Out<Vec<ModuleInfo>> {
        self.execute_command(Command::new("MODULE LIST"))
    }

    /// Loads a module from this file on the server.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/module-load/)
    ///
    /// # Errors
    /// [`Module`](crate::ErrorKind::Module) if it can't be loaded, or is there already; `ERR` if that is not
    /// allowed.
    fn module_load(self, path: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("MODULE LOAD").arg(path))
    }

    /// Loads a module and hands it these arguments.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/module-load/)
    ///
    /// # Errors
    /// As [`module_load`](Self::module_load).
    fn module_load_with(self, path: impl ToArg, args: impl ToArgs) -> Self::Out<()> {
        self.execute_command(Command::new("MODULE LOAD").arg(path).args(args))
    }

    /// Loads a module as [`module_load`](Self::module_load) does; its settings are those that the server knows.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/module-loadex/)
    ///
    /// # Errors
    /// As [`module_load`](Self::module_load).
    fn module_loadex(self, path: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("MODULE LOADEX").arg(path))
    }

    /// Loads a module with settings and arguments.
    ///
    /// Since 7.0.0. [redis.io](https://redis.io/docs/latest/commands/module-loadex/)
    ///
    /// # Errors
    /// As [`module_load`](Self::module_load); also if the module has no such setting.
    fn module_loadex_with(self, path: impl ToArg, options: ModuleLoadexOptions) -> Self::Out<()> {
        self.execute_command(options.add_to(Command::new("MODULE LOADEX").arg(path)))
    }

    /// Unloads the module of this name.
    ///
    /// Since 4.0.0. [redis.io](https://redis.io/docs/latest/commands/module-unload/)
    ///
    /// # Errors
    /// [`Module`](crate::ErrorKind::Module) if there is none, or it can't be unloaded, as it has data types or
    /// others use it; `ERR` if that is not allowed.
    fn module_unload(self, name: impl ToArg) -> Self::Out<()> {
        self.execute_command(Command::new("MODULE UNLOAD").arg(name))
    }
}

impl<E: Execute> ModuleCommands for E {}
