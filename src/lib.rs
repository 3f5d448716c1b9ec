//! Neko: video calls for one building, in one binary.
