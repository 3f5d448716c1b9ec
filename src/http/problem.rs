//! Errors over HTTP: every one an RFC 9457 problem with Neko's code and the request's correlation id.
//!
//! This file holds the one full mapping from what can fail inside to what is said outside. Details of a fault go to
//! the log, never to the client.

use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tracing::error;

use crate::auth::accounts::AccountError;
use crate::auth::password::HashError;
use crate::auth::session::SessionError;
use crate::domain::name::InvalidName;
use crate::limiter::Exceeded;
use crate::protocol::error::{ErrorCode, Problem};
use crate::store::engine::EngineError;
use crate::store::{RoomError, StoreError};

/// A request that was not done. The correlation id is put in on the way out.
#[derive(Clone, Debug)]
pub(super) struct ApiError {
    code: ErrorCode,
    detail: String,
    retry_after_seconds: Option<u32>,
}

impl ApiError {
    pub(super) fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), retry_after_seconds: None }
    }

    pub(super) const fn code(&self) -> ErrorCode {
        self.code
    }

    pub(super) fn access_denied() -> Self {
        Self::new(ErrorCode::AccessDenied, "your account or invite does not allow this")
    }

    pub(super) fn room_not_found() -> Self {
        Self::new(ErrorCode::RoomNotFound, "there is no such room; check the link")
    }

    /// A fault of the box: `cause` goes to the log.
    pub(super) fn internal(cause: impl std::fmt::Display) -> Self {
        error!(error = %cause, "a request failed");
        Self::new(
            ErrorCode::Internal,
            "the box could not do this; its log says why, under the correlation id",
        )
    }

    pub(super) fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after_seconds: Some(seconds), ..self }
    }

    /// The response's body, once the correlation id is known.
    pub(super) fn into_problem(self, correlation_id: &str) -> Response {
        let problem = Problem::new(self.code, self.detail, correlation_id.to_owned());
        let body = serde_json::to_vec(&problem).expect("a problem has string keys and no failing parts");
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if problem.status == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Exceeded> for ApiError {
    fn from(exceeded: Exceeded) -> Self {
        Self::new(ErrorCode::RateLimited, exceeded.to_string()).retry_after(exceeded.retry_after_seconds())
    }
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        let code = match error {
            AccountError::Invalid(_) | AccountError::PasswordLength => ErrorCode::InvalidInput,
            AccountError::RegistrationClosed => ErrorCode::RegistrationClosed,
            AccountError::AlreadySetUp => ErrorCode::AlreadySetUp,
            AccountError::WrongSetupToken => ErrorCode::AccessDenied,
            AccountError::UsernameTaken => ErrorCode::UsernameTaken,
            AccountError::EmailTaken => ErrorCode::EmailTaken,
            AccountError::BadCredentials => ErrorCode::BadCredentials,
            AccountError::Disabled => ErrorCode::AccountDisabled,
            AccountError::NoSuchUser => ErrorCode::NotFound,
            AccountError::LastAdmin => ErrorCode::LastAdmin,
            AccountError::LinkExpired => ErrorCode::LinkExpired,
            AccountError::Hash(HashError::Busy) => {
                return Self::new(ErrorCode::RateLimited, error.to_string()).retry_after(2);
            }
            AccountError::Hash(HashError::Failed) => return Self::internal(error),
            AccountError::Session(error) => return error.into(),
            AccountError::Store(error) => return error.into(),
        };
        Self::new(code, error.to_string())
    }
}

impl From<SessionError> for ApiError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Ended | SessionError::Reused(_) => {
                Self::new(ErrorCode::Unauthenticated, error.to_string())
            }
            SessionError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let (code, detail) = match &error {
            StoreError::Engine(EngineError::DiskFull { .. }) => (
                ErrorCode::DiskFull,
                "the disk of the box is full and this could not be kept; tell whoever looks after the box to free \
                 some space, then try again: calls go on, and nothing needs to be restarted",
            ),
            StoreError::Engine(EngineError::ReadOnly { .. } | EngineError::Io { .. }) => (
                ErrorCode::DiskFailing,
                "the disk of the box fails and this could not be done; tell whoever looks after it to check the \
                 disk: calls go on, `neko doctor` and the log say more",
            ),
            StoreError::Engine(EngineError::Damaged { .. })
            | StoreError::Damaged { .. }
            | StoreError::Incomplete { .. } => (
                ErrorCode::StoreDamaged,
                "what the box has stored is damaged; tell whoever looks after it to stop it and restore a backup: \
                 `neko doctor` and the log say more",
            ),
            _ => return Self::internal(error),
        };
        error!(error = %error, "a request failed");
        Self::new(code, detail)
    }
}

impl From<RoomError> for ApiError {
    fn from(error: RoomError) -> Self {
        match error {
            RoomError::NotFound => Self::room_not_found(),
            // ids and invites are random: two alike are a fault of the box
            RoomError::RoomIdTaken | RoomError::AccessTokenTaken => Self::internal(error),
            RoomError::Store(error) => error.into(),
        }
    }
}

impl From<InvalidName> for ApiError {
    fn from(error: InvalidName) -> Self {
        Self::new(ErrorCode::InvalidInput, error.to_string())
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        let code = match &rejection {
            JsonRejection::MissingJsonContentType(_) => ErrorCode::UnsupportedMediaType,
            JsonRejection::BytesRejection(BytesRejection::FailedToBufferBody(_))
                if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE =>
            {
                ErrorCode::TooLarge
            }
            _ => ErrorCode::InvalidInput,
        };
        Self::new(code, rejection.body_text())
    }
}
