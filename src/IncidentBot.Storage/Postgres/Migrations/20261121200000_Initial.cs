using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using NpgsqlTypes;

#nullable disable

namespace IncidentBot.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "chat_roles",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    server = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_chat_roles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "conversations",
                columns: table => new
                {
                    person = table.Column<long>(type: "bigint", nullable: false),
                    channel = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_conversations", x => x.person);
                });

            migrationBuilder.CreateTable(
                name: "counters",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counters", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "early_deletions",
                columns: table => new
                {
                    message = table.Column<long>(type: "bigint", nullable: false),
                    deleted_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_early_deletions", x => x.message);
                });

            migrationBuilder.CreateTable(
                name: "gateway_positions",
                columns: table => new
                {
                    shard = table.Column<int>(type: "integer", nullable: false),
                    shard_count = table.Column<int>(type: "integer", nullable: false),
                    session_id = table.Column<string>(type: "text", nullable: false),
                    resume_url = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gateway_positions", x => x.shard);
                });

            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    server = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    channel = table.Column<long>(type: "bigint", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    import_hash = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    record = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_incidents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "interactions_seen",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_interactions_seen", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "kept_files",
                columns: table => new
                {
                    hash = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kept_files", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "on_call_states",
                columns: table => new
                {
                    server = table.Column<long>(type: "bigint", nullable: false),
                    record = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_on_call_states", x => x.server);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "policy_books",
                columns: table => new
                {
                    server = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    record = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_books", x => new { x.server, x.number });
                });

            migrationBuilder.CreateTable(
                name: "redactions",
                columns: table => new
                {
                    message = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_redactions", x => x.message);
                });

            migrationBuilder.CreateTable(
                name: "settings",
                columns: table => new
                {
                    server = table.Column<long>(type: "bigint", nullable: false),
                    record = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_settings", x => x.server);
                });

            migrationBuilder.CreateTable(
                name: "templates",
                columns: table => new
                {
                    server = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<int>(type: "integer", nullable: false),
                    record = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_templates", x => new { x.server, x.key, x.number });
                });

            migrationBuilder.CreateTable(
                name: "action_items",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    owner = table.Column<long>(type: "bigint", nullable: true),
                    record = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_action_items", x => new { x.incident, x.number });
                    table.ForeignKey(
                        name: "FK_action_items_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "agenda",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    incident = table.Column<long>(type: "bigint", nullable: true),
                    server = table.Column<long>(type: "bigint", nullable: true),
                    lane = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    once_key = table.Column<string>(type: "text", nullable: true),
                    order_key = table.Column<string>(type: "text", nullable: true),
                    is_urgent = table.Column<bool>(type: "boolean", nullable: false),
                    due = table.Column<long>(type: "bigint", nullable: false),
                    data = table.Column<string>(type: "text", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    taken_at = table.Column<long>(type: "bigint", nullable: true),
                    leased_until = table.Column<long>(type: "bigint", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    finished_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_agenda", x => x.id);
                    table.CheckConstraint("CK_agenda_to", "(incident IS NULL) <> (server IS NULL)");
                    table.ForeignKey(
                        name: "FK_agenda_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "escalations",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    record = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_escalations", x => new { x.incident, x.number });
                    table.ForeignKey(
                        name: "FK_escalations_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "reconciliations",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    last_heard = table.Column<long>(type: "bigint", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    due = table.Column<long>(type: "bigint", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    generation = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reconciliations", x => x.incident);
                    table.ForeignKey(
                        name: "FK_reconciliations_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "talk_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    channel = table.Column<long>(type: "bigint", nullable: false),
                    author = table.Column<long>(type: "bigint", nullable: false),
                    by_bot = table.Column<bool>(type: "boolean", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    said_at = table.Column<long>(type: "bigint", nullable: false),
                    edited_at = table.Column<long>(type: "bigint", nullable: true),
                    deleted_at = table.Column<long>(type: "bigint", nullable: true),
                    reply_to = table.Column<long>(type: "bigint", nullable: true),
                    unknown_until = table.Column<long>(type: "bigint", nullable: true),
                    deleted_after = table.Column<long>(type: "bigint", nullable: true),
                    recovered_at = table.Column<long>(type: "bigint", nullable: true),
                    redacted_by = table.Column<long>(type: "bigint", nullable: true),
                    redacted_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_talk_messages", x => x.id);
                    table.ForeignKey(
                        name: "FK_talk_messages_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "timeline_entries",
                columns: table => new
                {
                    incident = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    happened_at = table.Column<long>(type: "bigint", nullable: false),
                    recorded_at = table.Column<long>(type: "bigint", nullable: false),
                    message = table.Column<long>(type: "bigint", nullable: true),
                    is_removed = table.Column<bool>(type: "boolean", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    record = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_timeline_entries", x => new { x.incident, x.number });
                    table.ForeignKey(
                        name: "FK_timeline_entries_incidents_incident",
                        column: x => x.incident,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    message = table.Column<long>(type: "bigint", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    attachment = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: true),
                    url = table.Column<string>(type: "text", nullable: false),
                    removed_at = table.Column<long>(type: "bigint", nullable: true),
                    hash = table.Column<string>(type: "text", nullable: true),
                    kept_size = table.Column<long>(type: "bigint", nullable: true),
                    kept_type = table.Column<int>(type: "integer", nullable: true),
                    not_kept = table.Column<string>(type: "text", nullable: true),
                    by_limit = table.Column<bool>(type: "boolean", nullable: false),
                    due = table.Column<long>(type: "bigint", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_attachments", x => new { x.message, x.position });
                    table.ForeignKey(
                        name: "FK_attachments_talk_messages_message",
                        column: x => x.message,
                        principalTable: "talk_messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "message_revisions",
                columns: table => new
                {
                    message = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message_revisions", x => new { x.message, x.until });
                    table.ForeignKey(
                        name: "FK_message_revisions_talk_messages_message",
                        column: x => x.message,
                        principalTable: "talk_messages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_action_items_state",
                table: "action_items",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_agenda_incident",
                table: "agenda",
                column: "incident");

            migrationBuilder.CreateIndex(
                name: "IX_agenda_lane_state_due",
                table: "agenda",
                columns: new[] { "lane", "state", "due" });

            migrationBuilder.CreateIndex(
                name: "IX_agenda_server",
                table: "agenda",
                column: "server");

            migrationBuilder.CreateIndex(
                name: "IX_agenda_state_due",
                table: "agenda",
                columns: new[] { "state", "due" });

            migrationBuilder.CreateIndex(
                name: "IX_agenda_state_finished_at",
                table: "agenda",
                columns: new[] { "state", "finished_at" });

            migrationBuilder.CreateIndex(
                name: "IX_attachments_due",
                table: "attachments",
                column: "due");

            migrationBuilder.CreateIndex(
                name: "IX_attachments_hash",
                table: "attachments",
                column: "hash");

            migrationBuilder.CreateIndex(
                name: "IX_chat_roles_server",
                table: "chat_roles",
                column: "server");

            migrationBuilder.CreateIndex(
                name: "IX_incidents_channel",
                table: "incidents",
                column: "channel");

            migrationBuilder.CreateIndex(
                name: "IX_incidents_is_open",
                table: "incidents",
                column: "is_open");

            migrationBuilder.CreateIndex(
                name: "IX_incidents_server_import_hash",
                table: "incidents",
                columns: new[] { "server", "import_hash" });

            migrationBuilder.CreateIndex(
                name: "IX_incidents_server_number",
                table: "incidents",
                columns: new[] { "server", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_incidents_words",
                table: "incidents",
                column: "words")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "IX_interactions_seen_seen_at",
                table: "interactions_seen",
                column: "seen_at");

            migrationBuilder.CreateIndex(
                name: "IX_talk_messages_incident_channel_id",
                table: "talk_messages",
                columns: new[] { "incident", "channel", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_timeline_entries_message",
                table: "timeline_entries",
                column: "message");

            migrationBuilder.CreateIndex(
                name: "IX_timeline_entries_words",
                table: "timeline_entries",
                column: "words")
                .Annotation("Npgsql:IndexMethod", "gin");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "action_items");

            migrationBuilder.DropTable(
                name: "agenda");

            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "chat_roles");

            migrationBuilder.DropTable(
                name: "conversations");

            migrationBuilder.DropTable(
                name: "counters");

            migrationBuilder.DropTable(
                name: "early_deletions");

            migrationBuilder.DropTable(
                name: "escalations");

            migrationBuilder.DropTable(
                name: "gateway_positions");

            migrationBuilder.DropTable(
                name: "interactions_seen");

            migrationBuilder.DropTable(
                name: "kept_files");

            migrationBuilder.DropTable(
                name: "message_revisions");

            migrationBuilder.DropTable(
                name: "on_call_states");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "policy_books");

            migrationBuilder.DropTable(
                name: "reconciliations");

            migrationBuilder.DropTable(
                name: "redactions");

            migrationBuilder.DropTable(
                name: "settings");

            migrationBuilder.DropTable(
                name: "templates");

            migrationBuilder.DropTable(
                name: "timeline_entries");

            migrationBuilder.DropTable(
                name: "talk_messages");

            migrationBuilder.DropTable(
                name: "incidents");
        }
    }
}
