//! The tag `onboarding`.
