//! Plans, coupons, cards, invoices.
