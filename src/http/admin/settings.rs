//! `/api/admin/settings`: what is set, who says so, and changing it.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;

use crate::config::{ChangeError, ConfigError, Reach, Settings};
use crate::domain::audit::{Action, Subject};
use crate::http::Api;
use crate::http::body::Body;
use crate::http::caller::Admin;
use crate::http::problem::ApiError;
use crate::protocol::admin::{SettingInfo, SettingsAnswer};
use crate::protocol::error::{ErrorCode, Problem};
use crate::store::BoxSettings;

/// The one setting that is kept in the store and counts at once.
const OPEN_REGISTRATION: &str = "open-registration";

pub(super) fn routes() -> Router<Api> {
    Router::new().route("/admin/settings", get(list).patch(change))
}

/// Every setting, what it is for, and who says what it is.
#[utoipa::path(get, path = "/api/admin/settings", tag = "admin", responses(
    (status = 200, body = SettingsAnswer), (status = 403, body = Problem)))]
pub(in crate::http) async fn list(
    State(api): State<Api>,
    _: Admin,
) -> Result<Json<SettingsAnswer>, ApiError> {
    let sources = api.sources.clone();
    let reading = tokio::task::spawn_blocking(move || sources.read());
    let next = reading.await.map_err(ApiError::internal)?.map_err(ChangeError::from)?;
    answer(&api, &next)
}

/// Changes settings: an object of values by key, null to go back to what the other sources say. All are changed or
/// none. Where `restart` is true they count from the next start on.
#[utoipa::path(patch, path = "/api/admin/settings", tag = "admin", request_body = BTreeMap<String, Value>, responses(
    (status = 200, body = SettingsAnswer), (status = 400, body = Problem), (status = 403, body = Problem),
    (status = 409, body = Problem)))]
pub(in crate::http) async fn change(
    State(api): State<Api>,
    admin: Admin,
    Body(mut request): Body<BTreeMap<String, Value>>,
) -> Result<Json<SettingsAnswer>, ApiError> {
    let open = request.remove(OPEN_REGISTRATION).map(|value| registration(&api, &value)).transpose()?;
    let changes: BTreeMap<_, _> = request
        .into_iter()
        .map(|(key, value)| Ok((key.clone(), to_toml(&key, &value)?)))
        .collect::<Result<_, ApiError>>()?;
    let next = api.accounts.change_file(&api.sources, changes, Reach::Page, admin.actor()).await?;
    if let Some(registration_open) = open {
        let settings = BoxSettings { registration_open, ..api.store.settings().get()? };
        api.store.settings().update(settings).await?;
        let (subject, detail) = (Subject::named(OPEN_REGISTRATION), registration_open.to_string());
        let audit = api.accounts.audit();
        audit.note(admin.actor(), Action::SettingsChanged, Some(subject), Some(detail)).await;
    }
    answer(&api, &next)
}

/// The settings in force, with what they will be by `next`.
fn answer(api: &Api, next: &Settings) -> Result<Json<SettingsAnswer>, ApiError> {
    let mut settings = Vec::new();
    for (own, next) in api.settings.all.iter().zip(&next.all) {
        let (mut info, next) = (SettingInfo::from(own), SettingInfo::from(next));
        if own.key == OPEN_REGISTRATION {
            info.restart = false;
            // what another source opened can't be closed here
            info.changeable = !api.settings.config.open_registration;
            if info.changeable && api.accounts.is_registration_open()? {
                (info.value, info.place, info.origin) = (true.into(), None, "admin".to_owned());
            }
        } else if next.value != info.value {
            info.next = Some(next.value);
        }
        settings.push(info);
    }
    Ok(Json(SettingsAnswer { file: next.file.display().to_string(), settings }))
}

/// What registration is to be, where it is for an admin to say.
fn registration(api: &Api, value: &Value) -> Result<bool, ApiError> {
    let open = match value {
        Value::Bool(open) => *open,
        Value::Null => false,
        _ => return Err(ApiError::new(ErrorCode::InvalidInput, "open-registration is true or false")),
    };
    if !open && api.settings.config.open_registration {
        let by = api.settings.all.iter().find(|setting| setting.key == OPEN_REGISTRATION);
        let by = by.map_or_else(String::new, |setting| setting.origin.to_string());
        let detail = format!(
            "open-registration is set by the {by}, which goes before what is set here; change it there"
        );
        return Err(ApiError::new(ErrorCode::SettingFixed, detail));
    }
    Ok(open)
}

/// A value of a request as a setting has it.
fn to_toml(key: &str, value: &Value) -> Result<Option<toml::Value>, ApiError> {
    if value.is_null() {
        return Ok(None);
    }
    let refused = || {
        let detail = format!("{key}: expected a text, a whole number, true or false, or a list of texts");
        ApiError::new(ErrorCode::InvalidInput, detail)
    };
    toml::Value::try_from(value).map(Some).map_err(|_| refused())
}

impl From<ChangeError> for ApiError {
    fn from(error: ChangeError) -> Self {
        let code = match &error {
            ChangeError::NotChangeable { .. } | ChangeError::Fixed { .. } | ChangeError::LeadsHere(_) => {
                ErrorCode::SettingFixed
            }
            ChangeError::Config(ConfigError::Unreadable { .. }) | ChangeError::Unwritable { .. } => {
                tracing::error!(%error, "could not change the settings");
                ErrorCode::Internal
            }
            ChangeError::Config(_) => ErrorCode::InvalidInput,
        };
        Self::new(code, error.to_string())
    }
}
