/** The first words of suggested pseudonyms: they say nothing about a person. */
export const ADJECTIVES: readonly string[] = `
  Amber Autumn Azure Balanced Bold Brisk Bright Calm Careful Cheerful Clear Clever Coastal Copper Crimson Curious
  Distant Dusky Eager Early Earnest Emerald Evening Even Fair Fleet Fond Forest Frosty Gentle Gilded Glad Golden
  Graceful Grey Hardy Harbour Hidden Highland Honest Humble Indigo Island Ivory Jade Keen Kindly Lakeside Late
  Lively Lofty Lowland Lucid Lunar Meadow Mellow Merry Mild Misty Modest Moonlit Moorland Morning Mossy Nimble
  Northern Patient Pearl Placid Plain Polar Prompt Quick Quiet Rapid Ready Roaming Russet Rustic Saffron Sandy
  Scarlet Serene Shady Silent Silver Sincere Sleek Smooth Snowy Solar Solemn Southern Spry Stately Steady Stellar
  Still Stormy Sunlit Swift Tidal Tranquil Trusty Upland Valiant Velvet Verdant Vivid Wandering Watchful Western
  Willow Windy Winter Wise Witty Woodland`
  .trim()
  .split(/\s+/u);

/** The second words: birds from all over the world. */
export const BIRDS: readonly string[] = `
  Albatross Auk Avocet Babbler Barbet Bateleur Bellbird Bittern Blackbird Bluebird Bluethroat Bobolink Bowerbird
  Brambling Brolga Budgerigar Bulbul Bullfinch Bunting Bustard Buzzard Capercaillie Caracara Cardinal Cassowary
  Catbird Chaffinch Chickadee Chiffchaff Chough Cockatiel Cockatoo Condor Coot Cormorant Corncrake Coucal Courser
  Crane Creeper Crossbill Crow Cuckoo Curlew Dipper Diver Dotterel Dove Drongo Duck Dunlin Dunnock Eagle Egret Eider
  Emu Falcon Fantail Fieldfare Finch Flamingo Flicker Flycatcher Francolin Frigatebird Fulmar Gannet Godwit
  Goldcrest Goldfinch Goosander Goose Goshawk Grebe Greenfinch Greenshank Grosbeak Grouse Guillemot Gull Harrier
  Hawk Heron Hoatzin Hobby Honeyeater Hoopoe Hornbill Hummingbird Ibis Jacana Jackdaw Jay Junco Kagu Kea Kestrel
  Kingbird Kingfisher Kinglet Kite Kittiwake Kiwi Knot Kookaburra Lapwing Lark Linnet Loon Lorikeet Lyrebird Macaw
  Magpie Mallard Manakin Martin Merlin Mockingbird Motmot Moorhen Nighthawk Nightingale Nightjar Nutcracker Nuthatch
  Oriole Osprey Ostrich Ouzel Owl Oystercatcher Parakeet Partridge Pelican Penguin Peregrine Petrel Phalarope
  Pheasant Phoebe Pintail Pipit Plover Pochard Potoo Ptarmigan Puffin Quail Quetzal Raven Razorbill Redpoll
  Redshank Redstart Redwing Rhea Roadrunner Robin Roller Rook Rosella Ruff Sanderling Sandpiper Sapsucker Serin
  Shearwater Shelduck Shoveler Shrike Siskin Skimmer Skua Skylark Snipe Sparrow Spoonbill Starling Stilt Stint Stork
  Sunbird Swallow Swan Swift Tanager Teal Tern Thrasher Thrush Tinamou Toucan Towhee Treecreeper Trogon Turaco
  Turnstone Twite Veery Vireo Wagtail Warbler Waxbill Waxwing Weaver Wheatear Whimbrel Whinchat Whitethroat Wigeon
  Woodcock Woodlark Woodpecker Wren Wryneck Yellowhammer`
  .trim()
  .split(/\s+/u);
