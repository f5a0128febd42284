//! Stock images and videos.
