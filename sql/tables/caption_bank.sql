-- caption_bank: What may be sent: one row a caption.
CREATE TABLE IF NOT EXISTS {dataset}.caption_bank (
  caption_id INT64 NOT NULL OPTIONS (description = "Signed 64-bit hash; 19 digits, positive or negative."),
  caption_text STRING NOT NULL OPTIONS (description = "The text as it is sent, line breaks and emoji included."),
  caption_key STRING NOT NULL OPTIONS (description = "NFKC, no zero-width characters, one blank for white space, trimmed, lower case; ids of one key are one caption."),
  content_category STRING OPTIONS (description = "What it offers."),
  price_tier STRING OPTIONS (description = "Budget, Mid, Premium or Free; other names are mapped when read."),
  has_urgency BOOL OPTIONS (description = "True where it presses for time."),
  is_active BOOL OPTIONS (description = "False takes it out of every plan."),
  created_at TIMESTAMP OPTIONS (description = "When it came into the bank.")
)
CLUSTER BY price_tier, content_category
OPTIONS (description = "What may be sent: one row a caption.");
