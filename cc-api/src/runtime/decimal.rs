//! A number kept to the last digit, for money.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::error::{Error as ApiError, ErrorKind};
use super::words::is_digits;

/// A decimal number as text, to the last digit: `19.90` stays `19.90`.
///
/// It travels as JSON text. A JSON number is read too, as the shortest text that means it, as long as it has
/// no more than 15 digits: beyond that a number may have been rounded on its way, and the answer is refused.
/// No arithmetic: hand the text to the decimal library of your choice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal(Box<str>);

impl Decimal {
    /// The text, as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Decimal {
    /// Zero.
    fn default() -> Self {
        Self("0".into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self(number.to_string().into())
    }
}

impl FromStr for Decimal {
    type Err = ApiError;

    /// Reads `-12.50`: a sign, digits, a point and digits, an exponent.
    fn from_str(text: &str) -> Result<Self, ApiError> {
        if is_decimal(text) {
            return Ok(Self(text.into()));
        }
        let message = "not a decimal number; write digits with a point, for example 12.50";
        Err(ApiError::new(ErrorKind::InvalidInput, message))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
    }
}

struct DecimalVisitor;

impl Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number as text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        if is_decimal(text) {
            return Ok(Decimal(text.into()));
        }
        Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Decimal, E> {
        Ok(Decimal::from(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Decimal, E> {
        Ok(Decimal(number.to_string().into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Decimal, E> {
        let text = number.to_string();
        let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        if digits > 15 {
            return Err(E::invalid_value(serde::de::Unexpected::Float(number), &self));
        }
        Ok(Decimal(text.into()))
    }
}

fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (number, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    is_digits(whole) && is_digits(fraction) && is_digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn a_decimal_keeps_its_text_and_refuses_what_is_none() {
        for text in ["19.90", "-0.5", "12", "1e3", "1.5E-7", "+4"] {
            assert_eq!(text.parse::<Decimal>().unwrap().as_str(), text);
        }
        for text in ["", ".", "1.", ".5", "1,5", "12 ", "NaN", "--1", "1e", "0x1"] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_json_number_is_read_unless_it_may_have_been_rounded() {
        for (json, text) in [("19.9", "19.9"), ("7", "7"), ("-0.25", "-0.25"), ("\"19.90\"", "19.90")] {
            assert_eq!(serde_json::from_str::<Decimal>(json).unwrap().as_str(), text);
        }
        assert!(serde_json::from_str::<Decimal>("0.1234567890123456").is_err());
    }
}
