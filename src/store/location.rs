//! Where the documents are, and which engine keeps them there.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::engine::redb::RedbEngine;
use super::engine::{Engine, EngineError};
use crate::config::{Config, StoreUrl};

#[cfg(feature = "polodb")]
use super::engine::polodb::PolodbEngine;

/// A place for documents. A bare path is one of redb, the default engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A redb file.
    Redb(PathBuf),
    /// A directory with a PoloDB database.
    #[cfg(feature = "polodb")]
    Polodb(PathBuf),
}

impl From<&Path> for Location {
    fn from(path: &Path) -> Self {
        Self::Redb(path.to_owned())
    }
}

impl From<&PathBuf> for Location {
    fn from(path: &PathBuf) -> Self {
        Self::Redb(path.clone())
    }
}

impl From<&Self> for Location {
    fn from(location: &Self) -> Self {
        location.clone()
    }
}

impl From<&Config> for Location {
    fn from(config: &Config) -> Self {
        let path = config.store_path();
        match config.store {
            StoreUrl::Redb { .. } => Self::Redb(path),
            #[cfg(feature = "polodb")]
            StoreUrl::Polodb { .. } => Self::Polodb(path),
        }
    }
}

impl Location {
    /// The file or the directory.
    pub fn path(&self) -> &Path {
        match self {
            Self::Redb(path) => path,
            #[cfg(feature = "polodb")]
            Self::Polodb(path) => path,
        }
    }

    /// Whether there is anything.
    pub fn exists(&self) -> bool {
        self.path().exists()
    }

    /// Removes what is there.
    ///
    /// # Errors
    /// As the file system reports.
    pub fn remove(&self) -> io::Result<()> {
        match self {
            Self::Redb(path) => fs::remove_file(path),
            #[cfg(feature = "polodb")]
            Self::Polodb(path) => PolodbEngine::remove(path),
        }
    }

    /// What is there, as paths: a directory before what is in it.
    ///
    /// # Errors
    /// As the file system reports.
    pub fn paths(&self) -> io::Result<Vec<PathBuf>> {
        let mut paths = vec![self.path().to_owned()];
        let mut next = 0;
        while let Some(path) = paths.get(next) {
            match fs::read_dir(path) {
                Err(error) if error.kind() == ErrorKind::NotADirectory => {}
                entries => {
                    for entry in entries? {
                        paths.push(entry?.path());
                    }
                }
            }
            next += 1;
        }
        Ok(paths)
    }

    /// Opens the engine on what is there, or makes it.
    pub(super) fn open(&self) -> Result<Box<dyn Engine>, EngineError> {
        Ok(match self {
            Self::Redb(path) => Box::new(RedbEngine::open(path)?),
            #[cfg(feature = "polodb")]
            Self::Polodb(path) => Box::new(PolodbEngine::open(path)?),
        })
    }
}
