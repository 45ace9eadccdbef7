// Gateway dispatches. The document describes REST only, so each event is put together from the document's components and the fields that
// Discord's page on gateway events adds to them. It is therefore surer about what stands inside a message, a channel or a role than about
// the envelope of an event. Nothing of the document describes READY, RESUMED, interactions, reactions, deletes and pins:
// those are written out below after that page; what UNCHECKED names passes as it is.
import { compilerFor } from "./schemas.mjs";
import { linesFor } from "./violations.mjs";

const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
const object = (properties, required = Object.keys(properties)) => ({ type: "object", properties, required });
const array = (items) => ({ type: "array", items });
const map = (values) => ({ type: "object", additionalProperties: values });
const nullable = (schema) => ({ oneOf: [{ type: "null" }, schema] });
const either = (...schemas) => ({ oneOf: schemas });
const integer = { type: "integer" };
const string = { type: "string" };
const boolean = { type: "boolean" };
const timestamp = { type: "string", format: "date-time" };
const id = ref("SnowflakeType");

const UNCHECKED = new Set(["TYPING_START", "PRESENCE_UPDATE", "VOICE_STATE_UPDATE", "VOICE_SERVER_UPDATE", "WEBHOOKS_UPDATE", "INVITE_CREATE", "INVITE_DELETE",
  "GUILD_EMOJIS_UPDATE", "GUILD_STICKERS_UPDATE", "GUILD_INTEGRATIONS_UPDATE", "GUILD_AUDIT_LOG_ENTRY_CREATE", "GUILD_BAN_ADD", "GUILD_BAN_REMOVE",
  "STAGE_INSTANCE_CREATE", "STAGE_INSTANCE_UPDATE", "STAGE_INSTANCE_DELETE",
  "MESSAGE_POLL_VOTE_ADD", "MESSAGE_POLL_VOTE_REMOVE", "USER_UPDATE", "GUILD_MEMBERS_CHUNK", "THREAD_LIST_SYNC", "THREAD_MEMBER_UPDATE", "THREAD_MEMBERS_UPDATE", "APPLICATION_COMMAND_PERMISSIONS_UPDATE"]);

const GUILD_CREATE_FIELDS = ["id", "name", "owner_id", "roles", "features", "preferred_locale", "joined_at", "large", "member_count", "voice_states", "members", "channels",
  "threads", "presences"];

export function gatewayChecker(document) {
  const compiler = compilerFor(document, { closed: false, adapt: asDispatched });
  const compiled = new Map();
  const events = eventSchemas(document.components.schemas);
  return {
    event({ name, data }) {
      if (UNCHECKED.has(name)) return [];
      if (!events[name]) return [`${name}: this is no gateway event that is known here`];
      if (!compiled.has(name)) compiled.set(name, compiler.compile(events[name]));
      const isRight = compiled.get(name);
      return isRight(data) ? [] : linesFor(isRight.errors, data).map((line) => `${name}: ${line.replace("the body", "the event")}`);
    },
  };
}

// What REST always sends of a user and the gateway does not.
function asDispatched(schema, name) {
  return name === "UserResponse" ? { ...schema, required: ["id", "username", "discriminator", "avatar", "global_name"] } : schema;
}

function eventSchemas(components) {
  const part = (name, required, more = {}) => object({ ...components[name].properties, ...more }, required);
  const whole = (name, more = {}) => part(name, components[name].required, more);

  const member = part("GuildMemberResponse", ["roles", "joined_at", "flags"]);
  const memberWithUser = part("GuildMemberResponse", ["roles", "joined_at", "flags", "user"]);
  const inGuild = { guild_id: id };
  const message = { ...inGuild, member, channel_type: integer };
  const emoji = object({ id: nullable(id), name: { type: ["string", "null"] }, animated: boolean }, ["id", "name"]);
  const reaction = { channel_id: id, message_id: id, guild_id: id, user_id: id, member: memberWithUser, emoji, message_author_id: id, burst: boolean, burst_colors: array(string), type: integer };
  const channel = either(whole("GuildChannelResponse"), whole("PrivateChannelResponse"));
  const unavailableGuild = object({ id, unavailable: { const: true } });
  const guild = { joined_at: timestamp, large: boolean, unavailable: boolean, member_count: integer, voice_states: array({ type: "object" }), members: array(memberWithUser),
    channels: array(part("GuildChannelResponse", ["id", "type", "name", "position"])), threads: array(ref("ThreadResponse")), presences: array({ type: "object" }),
    stage_instances: array({ type: "object" }), guild_scheduled_events: array({ type: "object" }), soundboard_sounds: array({ type: "object" }) };
  const scheduledEvent = either(ref("ExternalScheduledEventResponse"), ref("StageScheduledEventResponse"), ref("VoiceScheduledEventResponse"));

  return {
    READY: object({ v: { const: 10 }, user: part("UserPIIResponse", ["id", "username", "discriminator", "avatar", "bot"]), guilds: array(unavailableGuild), session_id: string,
      resume_gateway_url: { type: "string", format: "uri" }, shard: { ...array(integer), minItems: 2, maxItems: 2 }, application: object({ id, flags: integer }) },
    ["v", "user", "guilds", "session_id", "resume_gateway_url", "application"]),
    RESUMED: { type: ["object", "null"] },
    INTERACTION_CREATE: interaction(part, memberWithUser),

    MESSAGE_CREATE: whole("MessageResponse", message),
    MESSAGE_UPDATE: part("MessageResponse", ["id", "channel_id"], message),
    MESSAGE_DELETE: object({ id, channel_id: id, ...inGuild }, ["id", "channel_id"]),
    MESSAGE_DELETE_BULK: object({ ids: array(id), channel_id: id, ...inGuild }, ["ids", "channel_id"]),
    MESSAGE_REACTION_ADD: object(reaction, ["user_id", "channel_id", "message_id", "emoji", "burst", "type"]),
    MESSAGE_REACTION_REMOVE: object(reaction, ["user_id", "channel_id", "message_id", "emoji", "burst", "type"]),
    MESSAGE_REACTION_REMOVE_ALL: object(reaction, ["channel_id", "message_id"]),
    MESSAGE_REACTION_REMOVE_EMOJI: object(reaction, ["channel_id", "message_id", "emoji"]),

    CHANNEL_CREATE: channel,
    CHANNEL_UPDATE: channel,
    CHANNEL_DELETE: channel,
    CHANNEL_PINS_UPDATE: object({ channel_id: id, last_pin_timestamp: { ...timestamp, type: ["string", "null"] }, ...inGuild }, ["channel_id"]),
    THREAD_CREATE: whole("ThreadResponse", { newly_created: boolean }),
    THREAD_UPDATE: whole("ThreadResponse"),
    THREAD_DELETE: part("ThreadResponse", ["id", "guild_id", "parent_id", "type"]),

    GUILD_CREATE: { if: { required: ["name"] }, then: part("GuildWithCountsResponse", GUILD_CREATE_FIELDS, guild), else: unavailableGuild },
    GUILD_UPDATE: part("GuildResponse", ["id", "name", "owner_id", "roles"]),
    GUILD_DELETE: object({ id, unavailable: boolean }, ["id"]),
    GUILD_MEMBER_ADD: part("GuildMemberResponse", ["guild_id", "user", "roles", "joined_at", "flags"], inGuild),
    GUILD_MEMBER_UPDATE: part("GuildMemberResponse", ["guild_id", "user", "roles"], { ...inGuild, joined_at: { ...timestamp, type: ["string", "null"] } }),
    GUILD_MEMBER_REMOVE: object({ ...inGuild, user: ref("UserResponse") }),
    GUILD_ROLE_CREATE: object({ ...inGuild, role: ref("GuildRoleResponse") }),
    GUILD_ROLE_UPDATE: object({ ...inGuild, role: ref("GuildRoleResponse") }),
    GUILD_ROLE_DELETE: object({ ...inGuild, role_id: id }),
    GUILD_SCHEDULED_EVENT_CREATE: scheduledEvent,
    GUILD_SCHEDULED_EVENT_UPDATE: scheduledEvent,
    GUILD_SCHEDULED_EVENT_DELETE: scheduledEvent,
    USER_UPDATE: ref("UserResponse"),
  };
}

/** After Discord's page on receiving interactions. */
function interaction(part, memberWithUser) {
  const resolved = object({ users: map(ref("UserResponse")), members: map(part("GuildMemberResponse", ["roles", "joined_at"])), roles: map(ref("GuildRoleResponse")),
    channels: map(part("GuildChannelResponse", ["id", "type"], { type: integer })), messages: map(part("MessageResponse", ["id", "channel_id", "author", "content"])),
    attachments: map(ref("MessageAttachmentResponse")) }, []);
  const option = (depth) => object({ name: string, type: integer, value: { type: ["string", "number", "boolean"] }, focused: boolean, ...(depth ? { options: array(option(depth - 1)) } : {}) }, ["name", "type"]);
  const invoked = object({ id, name: string, type: { enum: [1, 2, 3] }, resolved, options: array(option(2)), guild_id: id, target_id: id }, ["id", "name", "type"]);
  const pressed = object({ custom_id: string, component_type: ref("MessageComponentTypes"), values: array(string), resolved, id: integer }, ["custom_id", "component_type"]);
  const submitted = object({ custom_id: string, components: array(object({ type: integer, id: integer }, ["type"])), resolved }, ["custom_id", "components"]);
  const ofType = (types, data, more = {}) => object({
    id, application_id: id, type: { type: "integer", enum: types }, token: string, version: { const: 1 }, guild_id: id, channel_id: id, data,
    guild: object({ id, locale: string, features: array(string) }), channel: object({ id, type: integer }),
    member: { ...memberWithUser, properties: { ...memberWithUser.properties, permissions: { type: "string", pattern: "^\\d+$" } }, required: [...memberWithUser.required, "permissions"] },
    user: ref("UserResponse"), message: part("MessageResponse", ["id", "channel_id", "author", "content", "components"]), app_permissions: { type: "string", pattern: "^\\d+$" },
    locale: string, guild_locale: string, entitlements: array({ type: "object" }), authorizing_integration_owners: map({ type: "string" }), context: integer, attachment_size_limit: integer,
  }, ["id", "application_id", "type", "token", "version", "app_permissions", "entitlements", "authorizing_integration_owners", ...Object.keys(more), ...(data ? ["data"] : [])]);
  return either(ofType([1], { type: "object" }), ofType([2, 4], invoked), ofType([3], pressed, { message: true }), ofType([5], submitted));
}
