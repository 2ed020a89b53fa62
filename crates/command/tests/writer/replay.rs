//! The same script gives the same company.
