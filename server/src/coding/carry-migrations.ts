import type { Migration } from '../platform/database/migrate.ts'

export const carryMigrations: readonly Migration[] = [
  {
    name: 'coding 4 codings go with their words',
    sql: `
      create function carry_codings(source uuid, pieces jsonb) returns void language plpgsql
        security definer set search_path = public, pg_temp as $$
        begin
          if not may('import transcripts') then
            raise exception 'Your role in this study does not include this.' using errcode = '42501';
          end if;
          update coding c set transcript_id = p."into", starts = c.starts - p."from" + p.at, ends = c.ends - p."from" + p.at
            from jsonb_to_recordset(pieces) as p("from" int, "to" int, at int, "into" uuid)
            where c.study_id = current_study() and c.transcript_id = source and p."from" <= c.starts and c.ends <= p."to";
        end $$;
      comment on function carry_codings is 'Moves the codings on pieces of a transcript to the transcripts of which these become parts, whoever made them. Words keep their codings.';

      create function cut_codings(cuts jsonb) returns void language plpgsql
        security definer set search_path = public, pg_temp as $$
        begin
          if not may('import transcripts') then
            raise exception 'Your role in this study does not include this.' using errcode = '42501';
          end if;
          insert into coding select made.*
            from jsonb_array_elements(cuts) cut
            join coding c on c.study_id = current_study() and c.id = (cut->>'id')::uuid
            cross join jsonb_array_elements(cut->'parts') part
            cross join jsonb_populate_record(c, jsonb_build_object('id', part->>'id', 'starts', part->'from', 'ends', part->'to')) made
            where part->>'id' <> cut->>'id' and (part->>'from')::int >= c.starts and (part->>'to')::int <= c.ends;
          update coding c set starts = (cut->'parts'->0->>'from')::int, ends = (cut->'parts'->0->>'to')::int
            from jsonb_array_elements(cuts) cut
            where c.study_id = current_study() and c.id = (cut->>'id')::uuid
              and (cut->'parts'->0->>'from')::int >= c.starts and (cut->'parts'->0->>'to')::int <= c.ends;
        end $$;
      comment on function cut_codings is 'Makes a coding several within its own range, the first under its own id.';

      create function unite_codings(cuts jsonb) returns void language plpgsql
        security definer set search_path = public, pg_temp as $$
        declare
          cut jsonb;
          others uuid[];
        begin
          if not may('import transcripts') then
            raise exception 'Your role in this study does not include this.' using errcode = '42501';
          end if;
          for cut in select jsonb_array_elements(cuts) loop
            select coalesce(array_agg((part->>'id')::uuid), '{}') into others
              from jsonb_array_elements(cut->'parts') part where part->>'id' <> cut->>'id';
            -- What was taken away or moved since is somebody's decision: then each stays what it is.
            if (select count(*) from jsonb_array_elements(cut->'parts') part
                join coding c on c.study_id = current_study() and c.id = (part->>'id')::uuid
                  and c.starts = (part->>'from')::int and c.ends = (part->>'to')::int) = jsonb_array_length(cut->'parts') then
              delete from coding where study_id = current_study() and id = any(others);
              update coding set starts = (cut->>'from')::int, ends = (cut->>'to')::int
                where study_id = current_study() and id = (cut->>'id')::uuid;
            end if;
          end loop;
        end $$;
      comment on function unite_codings is 'Takes cut_codings back, where all parts still stand as they were made.';
    `,
  },
]
