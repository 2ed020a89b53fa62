-- What is sent with an e-mail.
ALTER TABLE message ADD COLUMN attachment uuid;
CREATE INDEX message_attachment ON message (attachment) WHERE attachment IS NOT NULL;
