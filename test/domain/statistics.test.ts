import { describe, expect, it } from "vitest";
import type { ScheduleMessage } from "../../src/domain/schedule.js";
import { analyzeSchedule } from "../../src/domain/statistics.js";

const message = (changes: Partial<ScheduleMessage>): ScheduleMessage => ({
  scheduled_send_time: "2025-11-10 21:55:00",
  message_type: "PPV",
  caption_id: "1234567890123456789",
  caption_text: "Check your DMs 💌",
  price_tier: "Mid",
  content_category: "Tease",
  has_urgency: false,
  performance_score: 0.5,
  utc: "2025-11-11T05:55:00Z",
  usual_price: 14,
  ...changes,
});

describe("the statistics of a schedule", () => {
  it("count messages, types, price tiers and days, and take the mean score of the PPVs alone", () => {
    const messages = [
      message({ performance_score: 0.1, has_urgency: true }),
      message({ performance_score: 0.2, price_tier: "Budget" }),
      message({ performance_score: 0.3, price_tier: "Premium", scheduled_send_time: "2025-11-12 09:05:00" }),
      message({
        message_type: "Bump",
        price_tier: "Free",
        performance_score: 0,
        scheduled_send_time: "2025-11-12 12:40:00",
      }),
    ];
    expect(analyzeSchedule({ messages })).toEqual({
      totalMessages: 4,
      ppvs: 3,
      bumps: 1,
      meanScore: 0.2,
      urgencyRate: 0.25,
      tierDistribution: { Budget: 1, Mid: 1, Premium: 1, Free: 1 },
      messagesByDay: [
        { date: "2025-11-10", ppvs: 2, bumps: 0, total: 2 },
        { date: "2025-11-12", ppvs: 1, bumps: 1, total: 2 },
      ],
    });
  });

  it("know no mean of nothing", () => {
    const bump = message({ message_type: "Bump", price_tier: "Free", performance_score: 0 });
    expect(analyzeSchedule({ messages: [bump] })).toMatchObject({ meanScore: null, urgencyRate: 0 });
    expect(analyzeSchedule({ messages: [] })).toMatchObject({
      totalMessages: 0,
      meanScore: null,
      urgencyRate: null,
      messagesByDay: [],
    });
  });
});
