-- mass_messages: What was sent and what it brought: one row a message.
CREATE TABLE IF NOT EXISTS {dataset}.mass_messages (
  row_id INT64 NOT NULL OPTIONS (description = "Number of the row: breaks ties."),
  page_name STRING NOT NULL OPTIONS (description = "The page."),
  message STRING OPTIONS (description = "The text that was sent."),
  caption_key STRING OPTIONS (description = "Key of the text, made when the row was imported."),
  caption_id INT64 OPTIONS (description = "The caption, where the sending platform knew it."),
  sending_time TIMESTAMP NOT NULL OPTIONS (description = "When it was sent, UTC."),
  message_type STRING OPTIONS (description = "PPV or Bump."),
  price FLOAT64 OPTIONS (description = "Dollars asked."),
  sent_count INT64 OPTIONS (description = "Recipients."),
  viewed_count INT64 OPTIONS (description = "Recipients that opened it."),
  purchased_count INT64 OPTIONS (description = "Recipients that bought it."),
  earnings FLOAT64 OPTIONS (description = "Dollars earned.")
)
PARTITION BY DATE(sending_time)
CLUSTER BY page_name
OPTIONS (description = "What was sent and what it brought: one row a message.");
