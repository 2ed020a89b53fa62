//! What the module refuses.

kernel::problems! {
    pub(crate) no_number(typed) = Invalid "invalid_number", "Invalid number":
        "{typed} is no telephone number: write it in international form, such as +8801712345678, or choose messages.country.";
    pub(crate) bad_address(typed) = Invalid "invalid_value", "Invalid value": "{typed} cannot be written to by this channel.";
    pub(crate) bad_gateway(why) = Invalid "invalid_gateway", "Invalid gateway": "This is no description of a gateway: {why}.";
    pub(crate) bad_target(why) = Invalid "invalid_push_target", "Invalid push target": "This can not be pushed to: {why}.";
    pub(crate) bad_country() = Invalid "invalid_value", "Invalid value":
        "The code of a country is one to three digits, the first of them not 0.";
    pub(crate) no_recipient() = Invalid "no_recipient", "No recipient": "Say to whom the test is sent.";
    pub(crate) nobody() = Conflict "no_address", "No address": "You have no address of e-mail in this company.";
    pub(crate) no_target() = Conflict "no_push_target", "No push target": "You have registered no app or browser to push to.";
    pub(crate) not_failed(state) = Conflict "message_not_failed", "Message not failed":
        "Only what has failed or was not delivered is sent again; this message is {state}.";
    pub(crate) not_set_up(why) = Conflict "channel_not_set_up", "Channel not set up": "{why}";
    pub(crate) no_sms_provider() = Conflict "channel_not_set_up", "Channel not set up":
        "The company has chosen no provider of SMS: set messages.sms_provider.";
    pub(crate) no_whatsapp_number() = Conflict "channel_not_set_up", "Channel not set up":
        "The company has chosen no number of WhatsApp: set messages.whatsapp_number.";
    pub(crate) not_taken(why) = Unavailable "message_not_taken", "Message not taken": "{why}";
    pub(crate) not_known() = Unavailable "message_not_known", "Message not known yet":
        "Nobody knows the message that this reports of; it may have been sent a moment ago.";
    pub(crate) unreadable() = Malformed "unreadable_report", "Unreadable report":
        "This is neither a report nor a message as the provider sends them.";
}
