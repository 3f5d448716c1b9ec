//! What every engine's store must do. Each check takes how to open a store at a path, and so runs for any engine.

mod repositories;

use std::path::Path;

use neko::store::{Location, OpenError, Store};

/// How to open a store of the engine under test at a path.
pub(crate) type Open = fn(&Path) -> Result<Store, OpenError>;

/// Every check of the suite, for one engine.
macro_rules! conformance {
    ($open:expr; $($module:ident :: $check:ident),* $(,)?) => {
        $(
            #[test]
            fn $check() {
                super::$module::$check($open);
            }
        )*
    };
}

mod redb {
    use super::*;

    fn open(path: &Path) -> Result<Store, OpenError> {
        Store::open(&Location::Redb(path.to_owned()))
    }

    conformance! { open;
        repositories::accounts_are_kept_and_their_names_are_unique,
        repositories::one_first_administrator,
        repositories::rooms_are_kept_changed_and_closed,
        repositories::presence_is_kept_in_batches,
        repositories::open_stays_end_at_the_next_start,
        repositories::sessions_rotate_once,
        repositories::settings_are_kept,
        repositories::documents_have_the_shape_of_the_contract,
    }
}
