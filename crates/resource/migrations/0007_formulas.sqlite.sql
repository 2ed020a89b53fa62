-- What the values of a custom field are computed by.
ALTER TABLE custom_field ADD COLUMN formula text;
