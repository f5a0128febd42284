//! The calls of `billing` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn get_coupon(client: &Client) -> Done {
    client.billing().get_coupon().await?;
    Ok(())
}

pub(crate) async fn get_membership(client: &Client) -> Done {
    client.billing().get_membership().await?;
    Ok(())
}

pub(crate) async fn apply_coupon(client: &Client) -> Done {
    client.billing().apply_coupon("WELCOME10").await?;
    Ok(())
}

pub(crate) async fn cancel_membership(client: &Client) -> Done {
    client.billing().cancel_membership().await?;
    Ok(())
}

pub(crate) async fn change_plan(client: &Client) -> Done {
    client.billing().change_plan("pl_growth_year").await?;
    Ok(())
}

pub(crate) async fn start_checkout(client: &Client) -> Done {
    client.billing()
        .start_checkout("pl_growth")
        .coupon_code("FALL20")
        .return_url("https://app.example.com/billing")
        .await?;
    Ok(())
}

pub(crate) async fn get_invoice_url(client: &Client) -> Done {
    client.billing().get_invoice_url("ID").await?;
    Ok(())
}

pub(crate) async fn list_invoices(client: &Client) -> Done {
    client.billing().list_invoices().limit(10).await?;
    Ok(())
}

pub(crate) async fn list_membership_plans(client: &Client) -> Done {
    client.billing().list_membership_plans().limit(10).await?;
    Ok(())
}

pub(crate) async fn pause_membership(client: &Client) -> Done {
    client.billing()
        .pause_membership()
        .resumes_at("2027-01-23T14:05:00Z".parse::<cc_api::Timestamp>()?)
        .await?;
    Ok(())
}

pub(crate) async fn reactivate_membership(client: &Client) -> Done {
    client.billing().reactivate_membership().await?;
    Ok(())
}

pub(crate) async fn refresh_billing(client: &Client) -> Done {
    client.billing().refresh_billing().await?;
    Ok(())
}

pub(crate) async fn remove_coupon(client: &Client) -> Done {
    client.billing().remove_coupon().await?;
    Ok(())
}

pub(crate) async fn email_invoice_csv(client: &Client) -> Done {
    client.billing().email_invoice_csv().await?;
    Ok(())
}

pub(crate) async fn unpause_membership(client: &Client) -> Done {
    client.billing().unpause_membership().await?;
    Ok(())
}

pub(crate) async fn update_billing(client: &Client) -> Done {
    client.billing().update_billing().await?;
    Ok(())
}
