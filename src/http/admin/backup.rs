//! `/api/admin/backup` and `/api/setup/restore`: the box in one file, out and in.

use axum::body::{Body as RawBody, BodyDataStream};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;
use tokio_util::io::ReaderStream;

use crate::backup::{self, BackupError, Upload};
use crate::domain::audit::Action;
use crate::http::Api;
use crate::http::body::Body;
use crate::http::caller::Admin;
use crate::http::problem::ApiError;
use crate::protocol::admin::{BackupRequest, BackupsAnswer, RestoreAnswer};
use crate::protocol::error::{ErrorCode, Problem};
use crate::secret::SecretString;
use crate::store::FillError;

/// Carries the token of the set-up link: the body is the backup.
const SETUP_TOKEN: &str = "setup-token";

/// Carries the passphrase of an encrypted backup, percent-encoded, for a header holds no more than ASCII.
const PASSPHRASE: &str = "backup-passphrase";

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/admin/backup", post(make))
        .route("/admin/backups", get(list))
        .route("/setup/restore", post(restore).layer(DefaultBodyLimit::disable()))
}

/// Makes a backup, to be kept by whoever asks: one file with everything in it, encrypted if there is a passphrase.
#[utoipa::path(post, path = "/api/admin/backup", tag = "admin", request_body = BackupRequest, responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 400, body = Problem),
    (status = 403, body = Problem), (status = 500, body = Problem)))]
pub(in crate::http) async fn make(
    State(api): State<Api>,
    admin: Admin,
    Body(request): Body<BackupRequest>,
) -> Result<Response, ApiError> {
    let passphrase = request.passphrase.map(SecretString::from);
    if let Some(passphrase) = &passphrase {
        backup::check_passphrase(passphrase).map_err(refused)?;
    }
    let encrypted = passphrase.is_some();
    let archive = api.archive.clone();
    let making = tokio::task::spawn_blocking(move || archive.make_temporary(passphrase.as_ref()));
    let (made, file) = making.await.map_err(ApiError::internal)?.map_err(|error| failed(&error))?;
    let name = backup::file_name(made.contents.header.created_at, encrypted);
    api.accounts.audit().note(admin.actor(), Action::BackupMade, None, Some("downloaded".into())).await;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, made.bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    let body = RawBody::from_stream(ReaderStream::with_capacity(tokio::fs::File::from_std(file), 64 * 1024));
    Ok((headers, body).into_response())
}

/// The backups that the box makes by itself: when, where, how the last one went, and which there are.
#[utoipa::path(get, path = "/api/admin/backups", tag = "admin", responses(
    (status = 200, body = BackupsAnswer), (status = 403, body = Problem)))]
pub(in crate::http) async fn list(State(api): State<Api>, _: Admin) -> Result<Json<BackupsAnswer>, ApiError> {
    let archive = api.archive.clone();
    let listing = tokio::task::spawn_blocking(move || archive.shown());
    Ok(Json(listing.await.map_err(ApiError::internal)?))
}

/// Makes a box that has nobody yet the one that a backup holds. It is verified first; then the box restarts, which
/// takes a few seconds. The body is the backup itself.
#[utoipa::path(post, path = "/api/setup/restore", tag = "accounts", params(
    ("Setup-Token" = String, Header, description = "From the set-up link"),
    ("Backup-Passphrase" = Option<String>, Header, description = "Percent-encoded; for an encrypted backup")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 202, body = RestoreAnswer), (status = 400, body = Problem), (status = 403, body = Problem),
    (status = 409, body = Problem)))]
pub(in crate::http) async fn restore(
    State(api): State<Api>,
    headers: HeaderMap,
    body: RawBody,
) -> Result<Response, ApiError> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    api.accounts.check_setup_token(text(SETUP_TOKEN).unwrap_or_default())?;
    if api.store.users().count()? > 0 {
        let detail = "people have made accounts here already; restore into an empty box";
        return Err(ApiError::new(ErrorCode::AlreadySetUp, detail));
    }
    let passphrase = text(PASSPHRASE).map(percent_decoded).transpose()?.map(SecretString::from);
    let file = receive(&api, body.into_data_stream()).await?;
    let checking = tokio::task::spawn_blocking(move || Upload::checked(file, passphrase));
    let (upload, contents) = checking.await.map_err(ApiError::internal)?.map_err(refused)?;
    api.restores.try_send(upload).map_err(|_| {
        ApiError::new(ErrorCode::AlreadySetUp, "the box is being restored already; give it a few seconds")
    })?;
    let answer = RestoreAnswer {
        created_at: contents.header.created_at,
        version: contents.header.neko,
        documents: contents.documents,
    };
    Ok((StatusCode::ACCEPTED, Json(answer)).into_response())
}

/// What is sent, in a file of no name.
async fn receive(api: &Api, mut body: BodyDataStream) -> Result<std::fs::File, ApiError> {
    let mut file = tokio::fs::File::from_std(api.archive.temporary().map_err(|error| failed(&error))?);
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|error| ApiError::new(ErrorCode::BadMessage, error.to_string()))?;
        file.write_all(&piece).await.map_err(|error| failed(&BackupError::Write(error)))?;
    }
    file.flush().await.map_err(|error| failed(&BackupError::Write(error)))?;
    Ok(file.into_std().await)
}

/// The text that was percent-encoded (RFC 3986, section 2.1), as `encodeURIComponent` does it.
fn percent_decoded(text: &str) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let byte = if *first == b'%' {
            let digits = rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
            rest = rest.get(2..).unwrap_or_default();
            let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
            digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())
        } else {
            Some(*first)
        };
        bytes.push(byte.ok_or_else(not_encoded)?);
    }
    String::from_utf8(bytes).map_err(|_| not_encoded())
}

fn not_encoded() -> ApiError {
    ApiError::new(ErrorCode::InvalidInput, "Backup-Passphrase is percent-encoded UTF-8")
}

/// What is wrong with what was sent.
fn refused(error: BackupError) -> ApiError {
    match error {
        BackupError::Io { .. } | BackupError::Read(_) | BackupError::Write(_) => failed(&error),
        error => {
            let code = match error {
                BackupError::NewerFormat { .. }
                | BackupError::UnknownFile(_)
                | BackupError::Fill(FillError::Newer { .. }) => ErrorCode::NewerBackup,
                BackupError::PassphraseNeeded | BackupError::WrongPassphrase => ErrorCode::WrongPassphrase,
                _ => ErrorCode::BadBackup,
            };
            ApiError::new(code, error.to_string())
        }
    }
}

/// What the box could not do: an admin is told why.
fn failed(error: &BackupError) -> ApiError {
    tracing::error!(%error, "a backup failed");
    ApiError::new(ErrorCode::Internal, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_comes_through_whatever_is_in_it() {
        for (encoded, plain) in [("plain words", "plain words"), ("%C3%A4%25%20x", "ä% x"), ("", "")] {
            assert_eq!(percent_decoded(encoded).unwrap(), plain);
        }
        for bad in ["%", "%4", "%zz", "%ff", "a%+1"] {
            assert!(percent_decoded(bad).is_err(), "{bad}");
        }
    }
}
