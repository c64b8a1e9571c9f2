/**
 * The words of the demo captions: every caption is an opening, a subject, a closing and an emoji of its category.
 * Tasteful throughout: photography, travel, fitness, costumes, voice notes.
 */
export interface Phrases {
  /** Content category, as the inventory names it. */
  readonly category: string;
  readonly openings: readonly string[];
  readonly subjects: readonly string[];
  readonly closings: readonly string[];
  readonly emoji: readonly string[];
}

/** Categories that are sold; a page's inventory is made of them. */
export const PAID_PHRASES: readonly Phrases[] = [
  {
    category: "Tease/Preview",
    openings: ["Check your DMs", "A first look", "Sneak peek time", "You asked, here it is", "Before anyone else sees it", "Guess what is in your inbox"],
    subjects: ["the red velvet series", "my beach day pictures", "the rooftop shoot", "the silk robe set", "the candlelight session", "the autumn garden shoot", "my favourite outfit so far", "the black-and-white portraits", "the neon night shoot", "the rainy window set"],
    closings: ["tell me which one you like best", "only here, never anywhere else", "I kept the best one for last", "unlock it and say hi", "it took all afternoon"],
    emoji: ["💌", "✨", "👀", "🌹", "💋", "🔥"],
  },
  {
    category: "Photo Set",
    openings: ["New photo set", "Twelve pictures", "Fresh from the camera", "The full gallery", "Straight from the studio", "Golden hour, all of it"],
    subjects: ["from the lake house", "in the old library", "on the balcony at sunrise", "by the pool", "in the vintage car", "among the sunflowers", "in the hotel with the view", "on the train to the coast", "in my favourite dress", "under the cherry trees"],
    closings: ["let me know your number one", "shot on film", "no filters at all", "the last picture is my favourite", "made just for this page"],
    emoji: ["📸", "🌅", "🌻", "🎞️", "💐", "☀️"],
  },
  {
    category: "Behind the Scenes",
    openings: ["Behind the scenes", "How it really looked", "Outtakes and all", "The making of", "What the camera did not show", "Ten minutes backstage"],
    subjects: ["of the cover shoot", "of a very windy beach", "of my new studio", "of the costume fitting", "of the long drive north", "of the lighting mishap", "of the make-up chair", "of the stairs scene", "of the one-take video", "of Friday's shoot"],
    closings: ["with my commentary", "I laughed the whole time", "you will see why", "the bloopers are at the end", "do not tell the photographer"],
    emoji: ["🎬", "😂", "🎥", "💄", "🙈"],
  },
  {
    category: "Fitness",
    openings: ["Leg day is done", "Morning stretch", "My full routine", "Yoga by the window", "Post-workout glow", "Twenty minutes with me"],
    subjects: ["in the new blue set", "with the resistance bands", "on the terrace", "before breakfast", "slow and calm", "with the mirror on", "after the long run", "for a stiff back", "in the empty gym", "at the beach"],
    closings: ["join me", "the video is waiting", "count with me", "your turn tomorrow", "I earned that shower"],
    emoji: ["💪", "🧘‍♀️", "🏃‍♀️", "💦", "🌞"],
  },
  {
    category: "Cosplay",
    openings: ["The costume is finished", "Character of the month", "You voted, I dressed up", "Six weeks of sewing", "Convention look", "New wig, new me"],
    subjects: ["the space captain", "the forest elf", "the librarian with a secret", "the pirate queen", "the masked thief", "the ice sorceress", "the 1920s singer", "the wandering knight", "the cat burglar", "the moon princess"],
    closings: ["all the poses you asked for", "the cape alone took a week", "guess the reference", "full set inside", "which one is next?"],
    emoji: ["🧝‍♀️", "🏴‍☠️", "🌙", "⚔️", "🎭"],
  },
  {
    category: "Voice Note",
    openings: ["Put your headphones on", "A voice note for you", "Good night story", "Three minutes of me talking", "I whispered this one", "Close your eyes and listen"],
    subjects: ["about the day we had", "about my first shoot", "about what I dreamt", "with rain in the background", "from under the blanket", "from the balcony", "about your last message", "and a little secret", "about Sunday plans", "with a song at the end"],
    closings: ["sleep well after", "answer me with one of yours", "recorded in one go", "only your name is missing", "play it twice"],
    emoji: ["🎧", "🌙", "🎙️", "💤", "💜"],
  },
  {
    category: "Lifestyle",
    openings: ["A whole day with me", "Sunday diary", "Coffee first", "Cooking together", "My weekend away", "Packing with me"],
    subjects: ["in Lisbon", "at the flea market", "in the mountains", "with grandma's recipe", "at home in pyjamas", "on the ferry", "in my tiny kitchen", "in the bookshop", "with the new puppy", "in the snow"],
    closings: ["the long version", "come along", "recipe included", "more than I usually show", "you are in it, in a way"],
    emoji: ["☕", "🍝", "🏔️", "🐶", "🧳"],
  },
];

/** Categories of free messages only. */
export const FREE_PHRASES: readonly Phrases[] = [
  {
    category: "Engagement",
    openings: ["Good morning", "Question of the day", "Be honest", "Quick vote", "Thinking of you", "Just posted"],
    subjects: ["tea or coffee?", "beach or mountains?", "which picture was your favourite this week?", "what shall I wear on Friday?", "how was your day?", "early bird or night owl?", "what song is in your head?", "shall I cut my hair?", "what are you cooking tonight?", "where should I travel next?", "red or black?", "did you see the new story?"],
    closings: ["answer me", "I read every reply", "winner gets a surprise", "tell me everything", "no wrong answers", "I will tell you mine"],
    emoji: ["☀️", "💬", "😊", "💕", "🙊", "☕", "🌸"],
  },
  {
    category: "Story",
    openings: ["You will not believe this", "True story", "Small update", "So this happened", "Dear diary", "A little confession"],
    subjects: ["I missed the last train", "the cat walked into the shoot", "a fan recognised me at the bakery", "I finally learnt to parallel park", "the cake fell on the floor", "I said yes to a new project", "my neighbour plays the trumpet", "I have been up since five", "the parcel has arrived", "I am learning to dance"],
    closings: ["more later", "ask me about it", "I am still laughing", "pictures soon", "guess the ending", "you would have loved it"],
    emoji: ["😅", "🐈", "🥐", "🎺", "📦", "💃"],
  },
];

/** Put before a caption that presses for time. */
export const URGENT_OPENINGS: readonly string[] = ["Last chance", "Only tonight", "Gone at midnight", "Final hours", "Today only", "Before it disappears"];
