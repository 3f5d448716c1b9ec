//! How the box is to be, as those who run it say; each change is written down with who made it.

use std::collections::BTreeMap;

use toml::Value;

use super::accounts::{AccountError, Accounts};
use crate::config::{self, ChangeError, Reach, Sources};
use crate::domain::audit::{Action, Actor, Subject};
use crate::protocol::api::{Settings, SettingsChange};
use crate::store::StoreError;

impl Accounts {
    /// What is chosen while the box runs, as it works out: what the command line or the file opened is open.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn settings(&self) -> Result<Settings, StoreError> {
        let registration_open = self.is_registration_open()?;
        Ok(Settings { registration_open, ..self.0.store.settings().get()?.shown() })
    }

    /// Changes that; it counts at once.
    ///
    /// # Errors
    /// [`AccountError::Invalid`] when a name is not of its form, and when the store fails.
    pub async fn change_settings(&self, change: SettingsChange, by: Actor) -> Result<Settings, AccountError> {
        let detail = serde_json::to_string(&change).ok();
        let settings = self.0.store.settings().get()?.changed(change)?;
        self.0.store.settings().update(settings).await?;
        self.0.audit.note(by, Action::SettingsChanged, None, detail).await;
        Ok(self.settings()?)
    }

    /// Changes settings in the file of `sources`, as [`Sources::change`] does. They count from the next start on.
    ///
    /// # Errors
    /// [`ChangeError`]; nothing is changed then.
    ///
    /// # Panics
    /// When changing them does.
    pub async fn change_file(
        &self,
        sources: &Sources,
        changes: BTreeMap<String, Option<Value>>,
        reach: Reach,
        by: Actor,
    ) -> Result<config::Settings, ChangeError> {
        let (sources, wished) = (sources.clone(), changes.clone());
        let changing = tokio::task::spawn_blocking(move || sources.change(&wished, reach));
        let after = changing.await.expect("reading and writing a file does not panic")?;
        for (key, value) in changes {
            let detail = value.map_or_else(|| "as by default".to_owned(), |value| value.to_string());
            let subject = Some(Subject::named(key));
            self.0.audit.note(by.clone(), Action::SettingsChanged, subject, Some(detail)).await;
        }
        Ok(after)
    }
}
