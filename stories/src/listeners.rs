//! Another system and a customer, who are told of every sale.

use crate::Client;
use serde_json::{Value as Json, json};
use simulators::Simulators;
use std::collections::BTreeSet;
use testkit::WebReceiver;

/// A subscriber of webhooks, and a gateway that carries SMS.
pub struct Listeners {
    receiver: WebReceiver,
    simulators: Simulators,
}

impl Listeners {
    /// Starts them.
    ///
    /// # Panics
    ///
    /// Where no port is free.
    pub fn start() -> Listeners {
        let anywhere = "127.0.0.1:0".parse().expect("an address");
        let simulators = Simulators::start(anywhere, &[]).expect("simulators");
        Listeners { receiver: WebReceiver::start(), simulators }
    }

    /// Has every sale told to the subscriber, and to its customer by SMS. The program must be allowed to call this machine.
    ///
    /// # Panics
    ///
    /// When something is refused.
    pub fn hear_sales(&self, owner: &mut Client) {
        let gateway = simulators::gateway_settings(&format!("{}/gateway", self.simulators.base)).to_string();
        for (name, value) in
            [("sms_provider", "gateway"), ("gateway", gateway.as_str()), ("gateway_secret", simulators::GATEWAY_SECRET)]
        {
            let path = format!("/api/v1/settings/messages.{name}/");
            let answer = owner.send("PUT", &path, &json!({"value": value})).expect("answered");
            assert_eq!(answer.status, 200, "{name}: {}", answer.body);
        }
        let url = format!("http://127.0.0.1:{}/", self.receiver.port);
        owner.make("/webhook-subscriptions/", &json!({"url": url, "events": ["sales.sale.posted"]}));
        let rule = json!({"name": "Customers", "event": "sales.sale.posted", "recipient": "party",
            "recipient_field": "customer", "sms": true});
        owner.make("/notification-rules/", &rule);
        let visit = json!({"sku": "VISIT", "name": "Visit", "unit": "hour", "kind": "service", "selling_price": "100"});
        owner.make("/products/", &visit);
        owner.make("/customers/", &json!({"code": "ann", "name": "Ann", "phone": "+8801711111111"}));
    }

    /// Sells something; the number of the sale.
    ///
    /// # Panics
    ///
    /// When it is refused.
    pub fn sell(client: &mut Client, key: &str) -> String {
        let sale = json!({"customer": "ann", "lines": [{"sku": "VISIT", "quantity": 1}]});
        let answer = client.post("/api/v1/sales/", Some(key), &sale).expect("answered");
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.body["number"].as_str().expect("a number").to_owned()
    }

    /// Waits until all these sales were told; then each was told once, and twice only where the logs say how that came.
    ///
    /// # Panics
    ///
    /// When one was told more often than that.
    pub fn heard_once(&self, owner: &mut Client, sold: &BTreeSet<String>) {
        let all = json!(sold.len());
        while owner.read("/webhook-deliveries/?state=delivered")["count"] != all {}
        while owner.read("/messages/?state=sent")["count"] != all {}
        let deliveries = owner.read("/webhook-deliveries/?page_size=1000");
        let messages = owner.read("/messages/?page_size=1000");
        assert_eq!((&deliveries["count"], &messages["count"]), (&all, &all), "{deliveries} {messages}");
        assert_eq!(owner.read("/parked-events/")["count"], json!(0));
        let count = |list: &Json, is: fn(&Json) -> bool| {
            list["results"].as_array().into_iter().flatten().filter(|row| is(row)).count()
        };
        // A delivery comes twice only where it was begun twice, and then under the same id.
        let requests = self.receiver.waiting();
        let ids: BTreeSet<&str> = requests.iter().map(|request| request.headers["webhook-id"].as_str()).collect();
        let begun_again = count(&deliveries, |row| row["attempts"] != 1);
        assert_eq!(ids.len(), sold.len());
        assert!(requests.len() <= sold.len() + begun_again, "{} requests, {begun_again} begun again", requests.len());
        // A message comes twice only where the log says that it may have.
        let texts: Vec<String> = self.simulators.journal("gateway").iter().map(Json::to_string).collect();
        let told = sold.iter().filter(|number| texts.iter().any(|text| text.contains(*number))).count();
        let in_doubt = count(&messages, |row| row["may_be_double"] == true);
        assert_eq!(told, sold.len());
        assert!(texts.len() <= sold.len() + in_doubt, "{} messages, {in_doubt} in doubt", texts.len());
    }
}
