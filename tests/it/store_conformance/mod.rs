//! What must hold for a store over any engine. Each check takes how to open the engine at a path, so that another
//! engine runs the same suite with one more line here.

mod damage;
mod disk_full;
mod harness;
mod kill;
mod operators;
mod races;
mod repositories;

use std::path::Path;

#[cfg(feature = "polodb")]
use neko::store::engine::polodb::PolodbEngine;
use neko::store::engine::{Engine, EngineError, redb::RedbEngine};

/// How to open the engine under test at a path.
pub(crate) type Open = fn(&Path) -> Result<Box<dyn Engine>, EngineError>;

/// Makes a module of tests, one of each check, for one engine.
macro_rules! conformance {
    ($engine:ident, $open:expr $(, and $more_of:ident :: $more:ident)* $(,)?) => {
        conformance! { $engine, $open;
            repositories::accounts_are_kept_and_their_names_are_unique,
            repositories::one_first_administrator,
            repositories::rooms_are_kept_changed_and_closed,
            repositories::presence_is_kept_in_batches,
            repositories::open_stays_end_at_the_next_start,
            repositories::sessions_rotate_once,
            repositories::settings_are_kept,
            repositories::the_last_administrator_stays_one,
            repositories::a_password_link_is_good_once,
            repositories::the_audit_log_keeps_the_latest,
            repositories::documents_have_their_documented_shape,
            operators::filters_find_the_same_with_and_without_indexes,
            operators::results_are_sorted_skipped_and_limited,
            operators::updates_change_documents_and_their_index_entries,
            operators::bad_requests_are_refused_and_change_nothing,
            operators::random_documents_are_found_by_index_as_by_scan,
            races::a_unique_name_goes_to_one_of_four_threads,
            races::every_acknowledged_push_is_kept,
            races::a_failing_write_leaves_its_neighbours_alone,
            races::nobody_reads_what_is_not_committed,
            races::a_failed_commit_fails_all_of_it_and_leaves_no_trace,
            races::a_commit_that_failed_too_late_is_taken_as_it_is,
            races::a_snapshot_is_of_one_moment_while_others_write,
            kill::nothing_acknowledged_is_lost_when_killed_at_any_moment,
            damage::flipped_bytes_are_reported_or_harmless,
            damage::flipped_bytes_after_a_power_cut_are_reported_or_harmless,
            damage::bytes_flipped_under_a_running_store_are_reported_or_harmless,
            damage::a_document_that_went_missing_is_noticed,
            damage::a_damaged_document_is_named,
            damage::two_documents_with_one_unique_value_are_noticed,
            damage::a_newer_schema_is_refused,
            disk_full::a_full_disk_costs_only_what_did_not_fit,
            disk_full::a_start_on_a_full_disk_costs_nothing,
            disk_full::a_file_at_its_size_limit_costs_only_what_did_not_fit,
            $($more_of::$more,)*
        }
    };
    ($engine:ident, $open:expr; $($module:ident :: $check:ident),* $(,)?) => {
        mod $engine {
            $(
                #[test]
                fn $check() {
                    super::$module::$check($open);
                }
            )*
        }
    };
}

conformance!(
    redb,
    |path| Ok(Box::new(super::RedbEngine::open(path)?)),
    and disk_full::a_full_disk_is_no_reason_not_to_start,
);

// RocksDB below it makes new files whenever it opens: a full disk is a reason not to start
#[cfg(feature = "polodb")]
conformance!(polodb, |path| Ok(Box::new(super::PolodbEngine::open(path)?)));
