//! A company whose messages are carried by simulators, and whose jobs are done when the test says so.

use command::{
    Command, CommandEntry, HookSecrets, InboundMessage, InboundRequest, JobContext, JobSignal, KeptFiles, Method,
    Module, ReceivedFile, Secret, Secrets, Setting, SettingLevel, SettingValue, Tx,
};
use kernel::{Error, Id, Instant, Result, ToSchema};
use messages::{Message, MessageChannel, Outgoing, Template};
use outbound::{Client, Limits};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use simulators::{Delivery, Simulators};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use store::Read;
use testkit::{Company, Database, MailServer};
use uuid::Uuid;

pub const MEMBER: Uuid = Uuid::from_u128(7);

/// Chooses settings as a company does.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Choose {
    values: Vec<(String, String)>,
}

impl Command for Choose {
    const NAME: &'static str = "shop.settings.choose";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        for (name, value) in self.values.clone() {
            let key = (name.clone(), SettingLevel::Company, Uuid::nil());
            if tx.get::<SettingValue>(&key)?.is_some() {
                tx.edit::<SettingValue>(&key, |row| {
                    row.value = value;
                    Ok(())
                })?;
            } else {
                tx.insert(SettingValue { name, level: SettingLevel::Company, owner: Uuid::nil(), value })?;
            }
        }
        Ok(())
    }
}

/// Tells somebody something, as modules above do.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Tell {
    pub channel: MessageChannel,
    pub to: String,
    pub text: String,
    pub key: Option<String>,
    pub template: Option<String>,
}

impl Command for Tell {
    const NAME: &'static str = "shop.person.tell";
    type Output = (Id<Message>, bool);

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(Id<Message>, bool)> {
        let place = |name: &String| Template {
            name: name.clone(),
            language: "en_US".into(),
            parameters: vec!["INV-42".into()],
        };
        let message = Outgoing {
            subject: Some("Your\r\nBcc: thief@evil.test order".to_owned()),
            html: (self.channel == MessageChannel::Email).then(|| format!("<p>{}</p>", self.text)),
            template: self.template.as_ref().map(place),
            key: self.key.clone(),
            ..Outgoing::text(self.channel, self.to.clone(), self.text.clone())
        };
        messages::send(tx, message).map(|queued| (queued.message, queued.is_new))
    }
}

/// Has a message be older than it is.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct Backdate {
    pub id: Id<Message>,
    pub sent_at: i64,
}

impl Command for Backdate {
    const NAME: &'static str = "shop.message.backdate";
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let sent_at = Some(Instant::from_micros(self.sent_at));
        tx.edit::<Message>(&self.id, |message| {
            message.sent_at = sent_at;
            Ok(())
        })
        .map(drop)
    }
}

fn module() -> Module {
    Module {
        name: "shop",
        commands: vec![
            CommandEntry::of::<Choose>(Method::Post, "/choose/"),
            CommandEntry::of::<Tell>(Method::Post, "/tell/"),
            CommandEntry::of::<Backdate>(Method::Post, "/backdate/"),
        ],
        ..Module::default()
    }
}

fn modules() -> Vec<Module> {
    vec![
        resource::module(),
        events::module(),
        jobs::module(),
        identity::module(),
        mail::module(),
        messages::module(),
        module(),
    ]
}

struct NoFiles;

impl KeptFiles for NoFiles {
    fn copy(&self, _: Uuid, sha256: &str, _: u64, _: &mut dyn Write) -> Result<()> {
        Err(Error::not_found("file", sha256))
    }

    fn keep(&self, _: Uuid, kind: &str, _: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<ReceivedFile> {
        Err(Error::not_found("file", kind))
    }
}

/// The secrets of the company, as it has chosen them.
#[derive(Default)]
pub struct Chosen(BTreeMap<&'static str, String>);

impl Secrets for Chosen {
    fn secret(&self, _: Uuid, setting: &Setting<Secret>) -> Result<Option<String>> {
        Ok(self.0.get(setting.definition().name).cloned())
    }

    fn derived(&self, _: Uuid, _: i64, _: &str) -> Result<[u8; 32]> {
        Ok([1; 32])
    }
}

impl HookSecrets for Chosen {
    fn own(&self) -> Result<String> {
        Ok("whsec_".to_owned())
    }

    fn chosen(&self, setting: &Setting<Secret>) -> Result<Option<String>> {
        self.secret(Uuid::nil(), setting)
    }
}

pub struct Shop {
    pub company: Company,
    pub simulators: Simulators,
    pub mail: MailServer,
    pub secrets: Chosen,
    client: Client,
}

/// Where providers report.
pub const DOOR: &str = "https://shop.acme.test/hooks/acme/door/1/";

impl Shop {
    pub fn open(database: Database) -> Shop {
        let simulators = Simulators::start("127.0.0.1:0".parse().expect("an address"), &[]).expect("simulators");
        let mail = MailServer::start();
        let (connect, answer) = (Duration::from_secs(5), Duration::from_secs(20));
        let client = Client::new(Limits { allow_private: true, connect, answer, most_bytes: 1 << 20 });
        let company = Company::new(database, modules);
        let mut shop = Shop { company, simulators, mail, secrets: Chosen::default(), client };
        let at = |name: &str| format!("{}/{name}", shop.simulators.base);
        let gateway = simulators::gateway_settings(&at("gateway")).to_string();
        let whatsapp = format!("{}/v25.0", at("whatsapp"));
        let (private, public) = channels::new_push_key().expect("keys");
        let key_file = simulators::fcm_key_file(&at("fcm"));
        let (twilio, vonage, fcm) = (at("twilio"), at("vonage"), at("fcm"));
        shop.choose(&[
            ("mail.host", json!("127.0.0.1")),
            ("mail.port", json!(shop.mail.port)),
            ("mail.encryption", json!("none")),
            ("mail.from", json!("Acme <shop@acme.test>")),
            ("messages.country", json!("880")),
            ("messages.reports_at", json!(DOOR)),
            ("messages.twilio_address", json!(twilio)),
            ("messages.twilio_account", json!(simulators::TWILIO_ACCOUNT)),
            ("messages.vonage_address", json!(vonage)),
            ("messages.vonage_key", json!(simulators::VONAGE_KEY)),
            ("messages.gateway", json!(gateway)),
            ("messages.whatsapp_address", json!(whatsapp)),
            ("messages.whatsapp_number", json!(simulators::WHATSAPP_PHONE_NUMBER_ID)),
            ("messages.fcm_address", json!(fcm)),
            ("messages.push_public_key", json!(public)),
            ("messages.push_contact", json!("mailto:shop@acme.test")),
        ]);
        shop.by("twilio");
        for (name, secret) in [
            ("messages.twilio_token", simulators::TWILIO_TOKEN),
            ("messages.vonage_secret", simulators::VONAGE_SECRET),
            ("messages.vonage_signature_secret", simulators::VONAGE_SIGNATURE_SECRET),
            ("messages.gateway_secret", simulators::GATEWAY_SECRET),
            ("messages.whatsapp_token", simulators::WHATSAPP_TOKEN),
            ("messages.whatsapp_app_secret", simulators::WHATSAPP_APP_SECRET),
            ("messages.whatsapp_verify_token", simulators::WHATSAPP_VERIFY_TOKEN),
            ("messages.fcm_account", &key_file),
            ("messages.push_private_key", &private),
        ] {
            shop.secrets.0.insert(name, secret.to_owned());
        }
        shop
    }

    pub fn choose(&self, values: &[(&str, Json)]) {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
        self.company.run(Choose { values }).expect("chosen");
    }

    /// SMS go by this provider from now on.
    pub fn by(&self, provider: &str) {
        let from = if provider == "twilio" { simulators::TWILIO_NUMBER } else { "Acme" };
        self.choose(&[("messages.sms_provider", json!(provider)), ("messages.sms_from", json!(from))]);
    }

    pub fn forget_secret(&mut self, name: &'static str) {
        self.secrets.0.remove(name);
    }

    pub fn tell(&self, channel: MessageChannel, to: &str, text: &str) -> Id<Message> {
        let (to, text) = (to.to_owned(), text.to_owned());
        self.company.run(Tell { channel, to, text, key: None, template: None }).expect("told").0
    }

    /// Runs a command of the module by its name, as somebody asks for it.
    pub fn ask(&self, actor: Uuid, name: &str, body: &Json) -> Result<Json> {
        let body = serde_json::to_vec(body).expect("JSON");
        let command = self.company.registry.decode_logged(name, 1, &body)?;
        let submission = command::Submission::new(self.company.tenant, actor, command);
        let answer = self.company.answer(submission)?;
        Ok(serde_json::from_slice(&answer.body).unwrap_or_default())
    }

    pub fn message(&self, id: Id<Message>) -> Arc<Message> {
        self.company.read(|read| read.get::<Message>(&id)).expect("read").expect("a message")
    }

    fn work<T>(&self, work: impl FnOnce(&mut JobContext<'_>) -> T) -> T {
        work(&mut JobContext {
            registry: &self.company.registry,
            writers: self.company.writers(),
            files: &NoFiles,
            secrets: &self.secrets,
            outbound: &self.client,
            tenant: self.company.tenant,
            job: Uuid::from_u128(1),
            author: command::SYSTEM,
            progress: &mut |_, _| JobSignal::GoOn,
        })
    }

    /// Does the job of a message, once.
    pub fn send(&self, id: Id<Message>) -> Result<String> {
        let channel = self.message(id).channel;
        let name = if channel == MessageChannel::Email { "messages.mail.send" } else { "messages.message.send" };
        self.do_job(name, &json!({"message": id}))
    }

    /// Does a job of this kind, once.
    pub fn do_job(&self, name: &str, body: &Json) -> Result<String> {
        let entry = self.company.registry.jobs().find(|entry| entry.name == name).expect("a job");
        self.work(|work| (entry.run)(&body.to_string(), work))
    }

    /// Has a simulator fail so.
    pub fn fail(&self, name: &str, how: &Json) {
        self.simulators.control(name, "fail", how).expect("arranged");
    }

    /// What a simulator sends by itself comes to the door of the company.
    pub fn hear(&self, door: &str, name: &str, verb: &str, body: &Json) -> Result<String> {
        let mut told = body.clone();
        if told["url"].is_null() && (verb == "reply" || !["twilio", "vonage"].contains(&name)) {
            told["url"] = DOOR.into();
        }
        let deliveries = self.simulators.deliveries(name, verb, &told).expect("something is sent");
        let mut all = String::new();
        for delivery in &deliveries {
            all += &self.receive(door, delivery)?;
        }
        Ok(all)
    }

    pub fn receive(&self, door: &str, delivery: &Delivery) -> Result<String> {
        let hook = self.company.registry.definitions().doors.iter().find(|hook| hook.source == door).expect("a door");
        let headers = delivery.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let method = if delivery.is_get { Method::Get } else { Method::Post };
        let body = delivery.body.clone().into_bytes();
        let request = InboundRequest::new(method, delivery.url.clone(), headers, body);
        if delivery.is_get {
            return hook.challenge.expect("it answers")(&request, &self.secrets);
        }
        let key = (hook.verify)(&request, &self.secrets)?.key;
        let message = InboundMessage { id: Uuid::from_u128(9), key, received_at: Instant::now(), request };
        self.work(|work| (hook.process)(&message, work))
    }

    /// The log of the company replays to the same rows, and holds none of its secrets.
    pub fn prove(&self, other: Database) {
        self.company.verify();
        let replayed = Company::new(other, modules);
        self.company.replay_into(&replayed).expect("the log replays");
        testkit::assert_same(&self.company.dump(), &replayed.dump());
        let rows = format!("{:?}", self.company.dump());
        for secret in self.secrets.0.values() {
            assert!(!rows.contains(secret.as_str()), "a secret is kept in the clear");
        }
    }
}
