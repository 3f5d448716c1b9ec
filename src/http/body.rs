//! JSON bodies and parameters whose faults are answered as problems; bodies come whole, plain, and in time.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};

use super::problem::ApiError;
use crate::protocol::error::ErrorCode;

/// The request's JSON body.
pub(super) struct Body<T>(pub(super) T);

/// How long a client may take for a body; to be put into requests on their way in.
#[derive(Clone, Copy)]
pub(super) struct BodyTimeout(pub(super) Duration);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        // a few bytes could stand for gigabytes
        if request.headers().contains_key(header::CONTENT_ENCODING) {
            let detail = "send the body as it is, without a Content-Encoding";
            return Err(ApiError::new(ErrorCode::UnsupportedMediaType, detail));
        }
        let timeout = request.extensions().get().map_or(Duration::MAX, |BodyTimeout(timeout)| *timeout);
        let Ok(body) = tokio::time::timeout(timeout, Json::from_request(request, state)).await else {
            let detail = format!("the body has to come within {} s", timeout.as_secs());
            return Err(ApiError::new(ErrorCode::TooSlow, detail));
        };
        let Json(Object(body)) = body?;
        Ok(Self(body))
    }
}

/// What is read from a JSON object alone: by themselves structs are read from a list of their fields as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(fields))
            }
        }

        deserializer.deserialize_map(Fields(PhantomData)).map(Self)
    }
}

/// The parameters behind the `?` of the address.
pub(super) struct Parameters<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Query(parameters) = Query::from_request_parts(parts, state)
            .await
            .map_err(|rejection| ApiError::new(ErrorCode::InvalidInput, rejection.body_text()))?;
        Ok(Self(parameters))
    }
}

/// How many of a list to answer with: as asked for, 50 unless asked, 500 at most.
pub(super) fn page_size(asked: Option<usize>) -> usize {
    asked.unwrap_or(50).min(500)
}
