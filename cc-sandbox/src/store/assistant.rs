//! Market profiles, hook menus, scripts and tasks.
